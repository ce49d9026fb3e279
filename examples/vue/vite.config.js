import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

const isCustomElement = (tag) => tag === "session-analytics";

export default defineConfig({
  plugins: [vue({ template: { compilerOptions: { isCustomElement } } })],
  base: "./",
  publicDir: "../data",
});

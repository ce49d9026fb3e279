import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

const isCustomElement = (tag) => tag === "session-analytics";

export default defineConfig({
  plugins: [vue({ template: { compilerOptions: { isCustomElement } } })],
  // In development Vite copies what is imported into a folder of its own, without the programs beside it.
  optimizeDeps: { exclude: ["session-analytics"] },
  base: "./",
  publicDir: "../data",
});

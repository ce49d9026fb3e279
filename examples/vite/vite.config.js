import { defineConfig } from "vite";

export default defineConfig({
  // Up to Vite 7: in development it copies what is imported into a folder of its own, away from the programs beside it.
  optimizeDeps: { exclude: ["session-analytics"] },
  base: "./",
  publicDir: "../data",
});

import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  // In development Vite copies what is imported into a folder of its own, without the programs beside it.
  optimizeDeps: { exclude: ["session-analytics"] },
  base: "./",
  publicDir: "../data",
});

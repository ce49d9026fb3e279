import { fileURLToPath } from "node:url";

export default {
  mode: "production",
  entry: "./main.js",
  output: { path: fileURLToPath(new URL("dist/assets", import.meta.url)), filename: "main.js", module: true, clean: true },
  experiments: { outputModule: true },
  // The programs are as large as webpack's own advice for all of a page; they arrive beside the page, not before it.
  performance: { hints: false },
};

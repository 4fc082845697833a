import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2023",
    // The frame (React, Material UI, react-admin) is one chunk that changes only with the libraries; screens load as they are opened.
    chunkSizeWarningLimit: 1200,
  },
});

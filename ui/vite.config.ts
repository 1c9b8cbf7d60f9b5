// How the screen is built and unit-tested. The page must live under a strict content policy (src-tauri/tauri.conf.json):
// no inline script, no inlined file, every asset a hashed file of its own.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  clearScreen: false,
  build: {
    target: ["es2022", "safari16"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts", "law.test.js"],
    setupFiles: ["./vitest.setup.ts"],
    restoreMocks: true,
  },
});

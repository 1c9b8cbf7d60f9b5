// What the linter refuses. The import law has a file of its own; the rest keeps promises from being dropped, switches from
// forgetting a case, and styles and markup from slipping past the content policy.
import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import { importLaw } from "./law.js";
import svelteConfig from "./svelte.config.js";

const house = { rules: { "import-law": importLaw } };

export default ts.config(
  { ignores: ["dist/", "node_modules/"] },
  js.configs.recommended,
  ts.configs.strict,
  svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ["src/**/*.ts", "src/**/*.svelte"],
    plugins: { house },
    languageOptions: { parserOptions: { projectService: true, extraFileExtensions: [".svelte"], parser: ts.parser, svelteConfig } },
    rules: {
      "house/import-law": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "no-console": "error",
      "no-undef": "off",
    },
  },
  {
    files: ["src/**/*.svelte"],
    rules: {
      "svelte/no-at-html-tags": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "SvelteAttribute[key.name='style']",
          message: "The content policy refuses style attributes: use a class, or a style: directive for a computed value.",
        },
      ],
    },
  },
  // Generated: a command that takes or answers nothing says so with void.
  { files: ["src/wire/**"], rules: { "@typescript-eslint/no-invalid-void-type": "off" } },
);

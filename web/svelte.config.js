/** Shared by Vite, svelte-check and editors. */
export default {
  compilerOptions: { runes: true },
};

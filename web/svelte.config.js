const files = new Map();

/** The class of a component's styles: short, for each phone downloads it some hundred times; longer where another file has it. */
function cssHash({ hash, filename, css }) {
  const name = (filename ?? css).replace(/^.*\/web\//, '');
  const whole = hash(name);
  let length = 3;
  while ((files.get(`s${whole.slice(0, length)}`) ?? name) !== name && length < whole.length) length += 1;
  const short = `s${whole.slice(0, length)}`;
  files.set(short, name);
  return short;
}

/** Shared by Vite, svelte-check and editors. */
export default {
  compilerOptions: { runes: true, cssHash },
};

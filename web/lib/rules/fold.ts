/** Search keys of Vietnamese text. The server has the same in `crates/catalog/src/fold.rs`; both run `conformance/fold.json`. */

const MARKS = /[\u0300-\u036f]/g;
/** Grave, acute, tilde, hook above, dot below. */
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
const BLANKS = /[ \t\r\n\u00a0]+/g;

function lowerWords(text: string): string {
  return text.replace(BLANKS, ' ').replace(/^ | $/g, '').toLowerCase();
}

/** The unaccented key: no marks, đ as d, lower case, single blanks. `fold('Nguyễn Thị HOÀ')` is `'nguyen thi hoa'`. */
export function fold(text: string): string {
  return lowerWords(text.normalize('NFD').replace(MARKS, '').replace(/[đĐ]/g, 'd'));
}

/** The accented key: like `fold` but letters keep their marks and the tone of a word stands at its end, so that hoà and hòa are equal. */
export function foldToned(text: string): string {
  const word = (plain: string) => plain.replace(TONES, '').normalize('NFC') + (plain.match(TONES) ?? []).join('');
  return lowerWords(text.normalize('NFD')).split(' ').map(word).join(' ');
}

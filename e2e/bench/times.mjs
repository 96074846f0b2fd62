// What many times come to, in milliseconds.
export const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
export const share95 = (times) => times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1];

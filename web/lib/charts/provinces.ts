/**
 * Where the 34 provinces of 1 July 2025 lie in a map of cells, as column and row: roughly north to south and west to east.
 * The arrangement is our own; only neighbourhood means something.
 */
export const provinceCells: Readonly<Record<string, readonly [column: number, row: number]>> = {
  '04': [4, 0], '08': [3, 0], '11': [1, 1], '12': [2, 1], '15': [3, 1], '19': [4, 1], '20': [5, 1], '14': [1, 2], '25': [2, 2], '01': [3, 2], '24': [4, 2], '22': [5, 2],
  '38': [2, 4], '37': [3, 3], '33': [4, 3], '31': [5, 3], '40': [2, 5], '42': [3, 5], '44': [3, 6], '46': [4, 6], '48': [5, 6], '51': [5, 7], '52': [5, 8],
  '66': [5, 9], '68': [4, 10], '56': [5, 10], '75': [3, 10], '80': [2, 10], '79': [3, 11], '82': [2, 11], '91': [1, 11], '92': [1, 12], '86': [2, 12], '96': [1, 13],
};

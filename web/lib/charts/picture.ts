/** Colours of the charts; literal, because an exported picture has no style sheet. */
export const chartColours = {
  male: '#3b6ea5', female: '#c2693d', births: '#0b7a70', deaths: '#8a6d3b', ink: '#12211f', soft: '#3c4d4a', grid: '#d5dfdd', paper: '#ffffff',
} as const;

/** A scale from light to dark that also reads in grey and without seeing red or green, each with the ink that stands on it. */
export const mapColours = [
  { fill: '#eaf3f1', ink: '#12211f' }, { fill: '#bfdcd7', ink: '#12211f' }, { fill: '#84bab2', ink: '#12211f' }, { fill: '#2f7f77', ink: '#ffffff' }, { fill: '#0a4742', ink: '#ffffff' },
] as const;

export const chartFont = "'Be Vietnam Pro', 'Segoe UI', Roboto, Arial, sans-serif";

/** Breaks a text into lines that fit `width` at a font size; SVG text does not wrap by itself. */
export function wrapText(text: string, width: number, fontSize: number): string[] {
  const room = Math.max(8, Math.floor(width / (fontSize * 0.56)));
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Blank border of an exported picture. */
const border = 16;

/** The picture as a file of its own: size, namespace, a border and a white ground included. */
export function svgText(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const { width, height } = svg.viewBox.baseVal;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('viewBox', `${-border} ${-border} ${width + 2 * border} ${height + 2 * border}`);
  copy.setAttribute('width', String(width + 2 * border));
  copy.setAttribute('height', String(height + 2 * border));
  for (const name of ['class', 'data-testid']) copy.removeAttribute(name);
  for (const element of copy.querySelectorAll('*')) {
    for (const name of ['class', 'data-band', 'data-series']) element.removeAttribute(name);
  }
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const [name, value] of Object.entries({ x: String(-border), y: String(-border), width: '100%', height: '100%', fill: chartColours.paper })) ground.setAttribute(name, value);
  copy.prepend(ground);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}`;
}

/** The picture as PNG, `scale` pixels to one. Undefined when the browser cannot draw it. */
export async function pngOf(svg: SVGSVGElement, scale = 2): Promise<Blob | undefined> {
  const [width, height] = [svg.viewBox.baseVal.width + 2 * border, svg.viewBox.baseVal.height + 2 * border];
  const url = URL.createObjectURL(new Blob([svgText(svg)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/png'));
  } catch {
    return undefined;
  } finally {
    URL.revokeObjectURL(url);
  }
}

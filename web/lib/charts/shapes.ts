/** Areas of a map, already in the plane of the screen. */
export interface Shape { key: string; path: string; centre: [x: number, y: number] }

type Point = readonly [number, number];
interface Area { key: string; rings: Point[][] }

function isPoint(value: unknown): value is Point {
  return Array.isArray(value) && typeof value[0] === 'number' && typeof value[1] === 'number';
}

function ringsOf(geometry: unknown): Point[][] {
  const { type, coordinates } = (geometry ?? {}) as { type?: unknown; coordinates?: unknown };
  const polygons = type === 'Polygon' ? [coordinates] : type === 'MultiPolygon' ? coordinates : [];
  if (!Array.isArray(polygons)) return [];
  return polygons.flatMap((polygon) => (Array.isArray(polygon) ? polygon : [])).filter((ring): ring is Point[] => Array.isArray(ring) && ring.length > 2 && ring.every(isPoint));
}

/** The areas of a GeoJSON text whose property `code` is one of the keys. Undefined when there is none. */
export function readAreas(text: string, keys: ReadonlySet<string>): Area[] | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  const features = (read as { features?: unknown } | null)?.features;
  if (!Array.isArray(features)) return undefined;
  const areas = features.flatMap((feature: { properties?: { code?: unknown } | null; geometry?: unknown } | null) => {
    const key = String(feature?.properties?.code ?? '');
    const rings = keys.has(key) ? ringsOf(feature?.geometry) : [];
    return rings.length === 0 ? [] : [{ key, rings }];
  });
  return areas.length === 0 ? undefined : areas;
}

/** Fits areas of degrees into a width: east and west shrunk by the cosine of the middle latitude, north up. */
export function fitAreas(areas: readonly Area[], width: number, most: number): { shapes: Shape[]; height: number } {
  const all = areas.flatMap((area) => area.rings.flat());
  const [west, east] = [Math.min(...all.map(([x]) => x)), Math.max(...all.map(([x]) => x))];
  const [south, north] = [Math.min(...all.map(([, y]) => y)), Math.max(...all.map(([, y]) => y))];
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = Math.min(width / Math.max(1e-9, (east - west) * shrink), most / Math.max(1e-9, north - south));
  const left = (width - (east - west) * shrink * scale) / 2;
  const place = ([x, y]: Point): [number, number] => [left + (x - west) * shrink * scale, (north - y) * scale];
  const shapes = areas.map(({ key, rings }): Shape => {
    const placed = rings.map((ring) => ring.map(place));
    const path = placed.map((ring) => `M${ring.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z`).join('');
    const outer = placed.reduce((most, ring) => (ring.length > most.length ? ring : most), placed[0] ?? []);
    const sum = outer.reduce<[number, number]>(([x, y], point) => [x + point[0], y + point[1]], [0, 0]);
    return { key, path, centre: [sum[0] / Math.max(1, outer.length), sum[1] / Math.max(1, outer.length)] };
  });
  return { shapes, height: (north - south) * scale };
}

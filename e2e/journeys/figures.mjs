// A number on the dashboard is the same on its page, in its file, behind its list and from a link opened anew.
import { readFileSync } from 'node:fs';
import { becomes, same } from '../lib/check.mjs';
import { COMMUNE, PROVINCE } from '../lib/stores.mjs';

/** `1.234,5` as a number. */
const number = (text) => Number(text.replaceAll('.', '').replace(',', '.'));

export default async function figures(scene) {
  const { desk, officer, commune } = scene;
  const ask = async (indicator, unit, period, rest = '') => {
    const reply = await commune.get(`/api/figures?indicator=${indicator}&unit=${unit}&period=${period}${rest}`);
    return reply.figures;
  };
  const [people] = await ask('POP', COMMUNE, '2026-Q1');
  const [births] = await ask('BIRTHS', COMMUNE, '2026-Q1');
  await desk.logIn(officer);
  const { page } = desk;

  await page.goto(`${desk.start}#/so-lieu?unit=${COMMUNE}&period=2026-Q1`);
  await desk.at('key-POP').waitFor();
  await desk.at('children-table').waitFor();
  same('the dashboard says what the server says', number(await desk.at('key-POP').locator('b').innerText()), people.value);
  same('what is too few has a reason in words', (await desk.at('key-TFR').innerText()).includes('100'), true);
  await desk.look('dashboard');

  await desk.at('nav-figures').click();
  await desk.at('tab-indicators').click();
  await desk.at('indicator-search').fill('so tre sinh');
  await becomes('indicators are found without accents', () => desk.at('indicator-BIRTHS').count(), 1);
  await desk.look('indicators');
  await page.goto(`${desk.start}#/chi-tieu/BIRTHS?unit=${COMMUNE}&period=2026-Q1`);
  await desk.at('headline').waitFor();
  same('the page of the indicator says the same', number(await desk.at('value').innerText()), births.value);
  await desk.at('formula').waitFor();
  await desk.look('indicator');

  await desk.at('by').selectOption('sex');
  await desk.at('breakdown-plot').waitFor();
  const bySex = await ask('BIRTHS', COMMUNE, '2026-Q1', '&by=sex');
  await desk.at('breakdown-plot-details').locator('summary').click();
  const cells = await desk.at('breakdown-plot-table').locator('tbody td:first-of-type').allInnerTexts();
  same('the parts are those of the server', cells.map(number), bySex.map(({ value }) => value));
  await desk.look('breakdown');

  const hamlets = await ask('BIRTHS', COMMUNE, '2026-Q1', '&children=true');
  await desk.at('as-map').click();
  await desk.at('map').waitFor();
  same('the map has a cell for each hamlet', await desk.at('map').locator('g[data-band]').count(), hamlets.length);
  await desk.look('map');
  await desk.at('as-dots').click();
  await desk.at('children-plot').waitFor();

  const saved = page.waitForEvent('download');
  await desk.at('series-csv').click();
  const csv = readFileSync(await (await saved).path(), 'utf8');
  same('the file carries the number', csv.includes(`Quý I/2026,${births.value}`), true);
  const picture = page.waitForEvent('download');
  await desk.at('series-svg').click();
  same('the picture carries its source', readFileSync(await (await picture).path(), 'utf8').includes('Ranh giới ngày'), true);

  await desk.at('behind-events').click();
  await desk.at('behind-table').waitFor();
  same('the list behind the number is as long', await desk.at('behind-row').count(), births.value);
  await desk.look('behind');
  await page.goBack();
  await desk.at('headline').waitFor();

  await page.reload();
  await desk.at('breakdown-plot').waitFor();
  same('a link brings the same view back', [await desk.at('by').inputValue(), number(await desk.at('value').innerText())], ['sex', births.value]);

  const { children } = await commune.get(`/api/units/${COMMUNE}`);
  await page.goto(`${desk.start}#/so-sanh?unit=${COMMUNE}&period=2026-Q1&codes=POP,BIRTHS`);
  await desk.at('compare-empty').waitFor();
  await desk.at('compare-add-all').click();
  await desk.at('compare-table').waitFor();
  await becomes('each hamlet is a row', () => desk.at('compare-table').locator('tbody tr').count(), children.length);
  await desk.at('sort-POP').click();
  const sizes = (await desk.at('compare-table').locator('tbody td:nth-of-type(1)').allInnerTexts()).map((text) => number(text.split('\n')[0].trim()));
  same('sorted from the largest', sizes, sizes.toSorted((a, b) => b - a));
  await desk.look('compare');

  await page.goto(`${desk.start}#/chi-tieu/POP?unit=${PROVINCE}&period=2026-Q1`);
  await desk.at('problem').waitFor();
  await desk.look('out-of-scope');
}

figures.stores = ['postgres'];

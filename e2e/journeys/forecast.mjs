// A province makes a forecast with its communes at the desk; the numbers are those of the server, the file and the count, and nobody writes it over.
import { Api } from '../lib/api.mjs';
import { becomes, same } from '../lib/check.mjs';
import { today } from '../lib/scene.mjs';
import { COMMUNE, PROVINCE } from '../lib/stores.mjs';

export default async function forecast(scene) {
  const { desk, officer, province, commune } = scene;
  await desk.logIn(province);
  await desk.goTo(`du-bao?unit=${PROVINCE}`);
  await desk.at('forecast-form').waitFor();
  await desk.look('forecasts-empty');
  const day = today();
  await desk.at('forecast-base').fill(day.split('-').reverse().join('/'));
  await desk.at('forecast-to').fill('2045');
  await desk.at('forecast-bands').check();
  await desk.at('forecast-children').check();
  await desk.at('forecast-make').click();
  await desk.at('forecast-title').waitFor({ timeout: 60_000 });
  await desk.at('fan').waitFor();
  await desk.look('forecast');
  const id = new URL(desk.page.url()).hash.split('/')[2].split('?')[0];
  const office = await new Api(scene.server.url).logIn(province);
  const whole = await office.get(`/api/forecasts/${id}`);
  const { total } = await commune.get(`/api/count?unit=${COMMUNE}&at=${day}`);
  const child = whole.children.find(({ unit }) => unit === COMMUNE);
  same('the base of the commune is what is counted', Math.round(child.first), total);
  const last = whole.years.at(-1);
  same('the last year is the one asked for', [last.year, last.total_band.length], [2045, 5]);
  const { bytes } = await desk.save('forecast-file-csv');
  same('the file says the same', bytes.toString('utf8').includes(`2045,${last.total}`), true);
  await desk.at('to-sectors').click();
  await desk.at('group-school').waitFor();
  await desk.look('sectors');

  await desk.handOver(officer);
  await desk.goTo(`du-bao?unit=${COMMUNE}`);
  await becomes('the commune sees its own forecast', () => desk.at('forecast-row').count(), 1);
  await desk.goTo(`chat-luong?unit=${COMMUNE}`);
  await desk.at('checks').waitFor();
  await desk.look('quality');
}

forecast.stores = ['postgres'];

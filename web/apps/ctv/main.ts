import '$lib/ui/base.css';
import { mount } from 'svelte';
import { openDatabase, openVault, type Database } from '$lib/store';
import { systemClock, systemRandom } from '$lib/wire';
import Start from './Start.svelte';
import { Gate } from './state/gate.svelte.ts';
import { t } from './text.ts';

async function start(target: HTMLElement, database: Database): Promise<void> {
  const [clock, randomBytes] = [systemClock, systemRandom];
  const vault = openVault({ database, clock, randomBytes });
  const gate = new Gate(vault, clock, async (door) => {
    const { furnish } = await import('./inside.ts');
    return furnish({ database, vault, clock, randomBytes }, door);
  });
  await gate.open();
  target.replaceChildren();
  mount(Start, { target, props: { gate } });
}

const target = document.getElementById('app');
if (target) {
  const database = await openDatabase().catch(() => undefined);
  if (database) await start(target, database);
  else target.textContent = t('problem.no_storage');
}

if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  void navigator.serviceWorker.register(`${import.meta.env.BASE_URL}sw.js`);
}

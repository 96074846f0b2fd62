import '$lib/ui/base.css';
import './desk.css';
import { mount } from 'svelte';
import { httpSource } from '$lib/api';
import App from './App.svelte';
import { Desk } from './desk.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('the page has no #app');

const desk = new Desk({
  source: (sessionEnded) => httpSource({ fetch: (...call) => window.fetch(...call), base: '', sessionEnded }),
  now: () => Date.now(),
  hash: () => window.location.hash,
  setHash: (hash, replace) => (replace ? window.location.replace(hash) : window.location.assign(hash)),
});
window.addEventListener('hashchange', () => desk.readHash());
window.addEventListener('beforeunload', (event) => {
  if (desk.outgoing.waiting.length > 0) event.preventDefault();
});

mount(App, { target, props: { desk } });
void desk.start();

// A synthetic register on either store, made once and copied for each journey.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const danso = resolve(process.env.DANSO_BIN ?? fileURLToPath(new URL('../../target/debug/danso', import.meta.url)));

export const COMMUNE = '31120';
export const PROVINCE = '92';
const months = ['--province', PROVINCE, '--months', '3', '--seed', '7', '--waiting', '12'];
/** Registers to begin with: one commune, or a province with people in two. */
const PLANS = {
  commune: [...months, '--commune', COMMUNE, '--persons', '1500'],
  province: [...months, '--persons', '6000'],
  // Of measurements: an area of about two hundred households, and the largest commune there is.
  area: [...months, '--commune', COMMUNE, '--persons', '10000'],
  large: [...months, '--commune', COMMUNE, '--persons', '100000'],
};

export function runDanso(...args) {
  return execFileSync(danso, args, { encoding: 'utf8', env: { ...process.env, DANSO_LOG: 'warn' }, maxBuffer: 1 << 26 });
}

function generate(folder, url, plan) {
  mkdirSync(folder, { recursive: true });
  const register = { url, key: join(folder, `${plan}.key`), logins: [] };
  const logins = join(folder, `${plan}.json`);
  runDanso('generate', '--database', url, '--key-file', register.key, ...PLANS[plan], '--logins', logins, '--json');
  register.logins = JSON.parse(readFileSync(logins, 'utf8'));
  return register;
}

/** Makes each template once, when it is first wanted. */
function once(make) {
  const made = {};
  return (plan) => (made[plan] ??= make(plan));
}

/** `copy(name, plan)` is a register of its own; the template is closed, so that its file is whole. */
function sqlite(folder) {
  const file = (plan) => join(folder, `template-${plan}.sqlite`);
  const template = once((plan) => generate(folder, `sqlite://${file(plan)}`, plan));
  return {
    name: 'sqlite',
    copy(name, plan) {
      const register = template(plan);
      const own = join(folder, `${name}.sqlite`);
      for (const end of ['', '-wal']) if (existsSync(file(plan) + end)) copyFileSync(file(plan) + end, own + end);
      return { ...register, url: `sqlite://${own}` };
    },
  };
}

function postgres(folder, server) {
  const sql = (text) => execFileSync('psql', [server, '--quiet', '--command', text], { stdio: ['ignore', 'ignore', 'inherit'] });
  const url = (name) => Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const prefix = `danso_e2e_${process.pid}`;
  const template = once((plan) => {
    sql(`create database ${prefix}_of_${plan}`);
    return generate(folder, url(`${prefix}_of_${plan}`), plan);
  });
  return {
    name: 'postgres',
    copy(name, plan) {
      const register = template(plan);
      const own = `${prefix}_${name.replaceAll('-', '_')}`;
      sql(`create database ${own} template ${prefix}_of_${plan}`);
      return { ...register, url: url(own) };
    },
  };
}

/** Those that are wanted: both, or the one that `E2E_STORE` names. */
export function stores(folder) {
  const wanted = process.env.E2E_STORE?.split(',') ?? ['sqlite', 'postgres'];
  const server = process.env.DANSO_TEST_POSTGRES;
  if (wanted.includes('postgres') && !server) {
    throw new Error('DANSO_TEST_POSTGRES names no server: run `cargo xtask pg -- node e2e/run.mjs`, or set E2E_STORE=sqlite');
  }
  return wanted.map((name) => (name === 'sqlite' ? sqlite(join(folder, name)) : postgres(join(folder, name), server)));
}

/** The register derives from its log what it holds. */
export function verify(register) {
  return JSON.parse(runDanso('verify', '--database', register.url, '--key-file', register.key, '--json'));
}

// PouchDB on the same household documents: what a first replication and one without news cost in bytes and requests.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Proxy } from './proxy.mjs';

const PACKAGES = ['pouchdb-core@9', 'pouchdb-adapter-memory@9', 'pouchdb-adapter-http@9', 'pouchdb-replication@9', 'pouchdb-mapreduce@9', 'express@4', 'express-pouchdb@4'];

/** The packages of the peer, in a folder of their own outside the project. */
function load() {
  const folder = join(tmpdir(), 'danso-bench-pouch');
  if (!existsSync(join(folder, 'node_modules', 'express-pouchdb'))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', ...PACKAGES], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return createRequire(join(folder, 'package.json'));
}

export async function pouch(documents, tell) {
  const require = load();
  const PouchDB = require('pouchdb-core');
  for (const part of ['pouchdb-adapter-memory', 'pouchdb-adapter-http', 'pouchdb-replication', 'pouchdb-mapreduce']) PouchDB.plugin(require(part));
  const Memory = PouchDB.defaults({ adapter: 'memory' });
  const app = require('express')();
  app.use('/', require('express-pouchdb')(Memory, { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: join(tmpdir(), 'danso-bench-pouch', 'log.txt') }));
  let requests = 0;
  const server = createServer((ask, answer) => {
    requests += 1;
    app(ask, answer);
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const area = new Memory('area');
  await area.bulkDocs(documents.map((document) => ({ ...document, _id: document.id })));
  const proxy = await Proxy.before(server.address().port);
  const phone = new Memory('phone');
  const replicate = () => PouchDB.replicate(new PouchDB(`${proxy.url}/area`, { adapter: 'http' }), phone, { batch_size: 1_000 });
  const first = await proxy.during(replicate);
  const asked = requests;
  const again = await proxy.during(replicate);
  tell(`PouchDB, the same ${documents.length} households (${first.result.docs_written} written): ${((first.up + first.down) / 1000).toFixed(1)} kB in ${asked} requests; without news ${again.up + again.down} bytes in ${requests - asked} requests`);
  proxy.close();
  server.close();
  server.closeAllConnections();
}

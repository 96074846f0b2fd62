// Serves the app from the phone. The build fills in the version and the list of files.
const CACHE = 'danso-ctv-__VERSION__';
const FILES = __FILES__;
const SCOPE = new URL('./', self.location.href);

self.addEventListener('install', (event) => {
  // Files come straight from the cache, without waiting for this worker to start, where the browser can do that.
  const fromCache = (pathname) => ({ condition: { urlPattern: new URLPattern({ pathname, search: '', baseURL: SCOPE.href }), requestMethod: 'GET' }, source: { cacheName: CACHE } });
  if (event.addRoutes) event.waitUntil(event.addRoutes([fromCache(SCOPE.pathname), fromCache(`${SCOPE.pathname}assets/*`)]).catch(() => undefined));
  event.waitUntil(
    caches.open(CACHE).then(async (cache) => {
      await cache.addAll(
        FILES.map((file) => {
          const hashed = file.startsWith('assets/');
          return new Request(new URL(file, SCOPE), { cache: hashed ? 'default' : 'no-cache' });
        }),
      );
      // The page under the address that is opened, for the route above.
      await cache.put(SCOPE, await cache.match(new URL('index.html', SCOPE)));
    }),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((keys) => keys.filter((key) => key.startsWith('danso-ctv-') && key !== CACHE))
      .then((old) => Promise.all(old.map((key) => caches.delete(key))))
      .then(() => self.clients.claim()),
  );
});

// A new version takes over when the app is next opened, or when a page asks for it; never during a form.
self.addEventListener('message', (event) => {
  if (event.data === 'take_over') void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== SCOPE.origin || !url.pathname.startsWith(SCOPE.pathname)) return;
  const wanted = event.request.mode === 'navigate' ? new URL('index.html', SCOPE) : url;
  event.respondWith(
    caches
      .open(CACHE)
      .then((cache) => cache.match(wanted, { ignoreSearch: true }))
      .then((found) => found ?? fetch(event.request)),
  );
});

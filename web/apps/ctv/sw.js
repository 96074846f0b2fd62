// Serves the app from the phone. The build fills in the version and the list of files.
const CACHE = 'danso-ctv-__VERSION__';
const FILES = __FILES__;
const SCOPE = new URL('./', self.location.href);

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(CACHE).then((cache) =>
      cache.addAll(
        FILES.map((file) => {
          const hashed = file.startsWith('assets/');
          return new Request(new URL(file, SCOPE), { cache: hashed ? 'default' : 'no-cache' });
        }),
      ),
    ),
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

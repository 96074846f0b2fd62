/** Where the app is, kept in the hash so that it works without the server and the back button means back. */
export class Router {
  path = $state<string[]>([]);

  constructor(private readonly turned: () => void) {
    this.read();
    window.addEventListener('hashchange', () => {
      this.turned();
      this.read();
    });
  }

  private read(): void {
    this.path = location.hash.replace(/^#\/?/, '').split('/').filter(Boolean).map(decodeURIComponent);
    window.scrollTo(0, 0);
  }

  go(...path: (string | number)[]): void {
    location.hash = `/${path.map(String).map(encodeURIComponent).join('/')}`;
  }

  /** Goes on without leaving the present page in the history. */
  replace(...path: (string | number)[]): void {
    history.replaceState(null, '', `#/${path.map(String).map(encodeURIComponent).join('/')}`);
    this.turned();
    this.read();
  }

  back(): void {
    if (history.length > 1) history.back();
    else this.go();
  }
}

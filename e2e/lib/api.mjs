// What a program asks the server, beside the browser.
export class Api {
  #token;

  constructor(url) {
    this.url = url;
  }

  async logIn({ login, password }) {
    const { token, user } = await this.#ask('POST', '/api/session', { login, password });
    this.#token = token;
    this.user = user;
    return this;
  }

  get(path) {
    return this.#ask('GET', path);
  }

  post(path, body) {
    return this.#ask('POST', path, body);
  }

  delete(path) {
    return this.#ask('DELETE', path);
  }

  async #ask(method, path, body) {
    const headers = { ...(this.#token && { authorization: `Bearer ${this.#token}` }), ...(body && { 'content-type': 'application/json' }) };
    const answer = await fetch(this.url + path, { method, headers, body: body && JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  /** Totals of the units, in their order: `known` is a position of the log. */
  async totals(units, at, known) {
    const { totals } = await this.counts(units, at, known);
    return totals;
  }

  async counts(units, at, known) {
    const asOf = known === undefined ? '' : `&known_at=${known}`;
    const replies = await Promise.all(units.map((unit) => this.get(`/api/count?unit=${unit}&at=${at}${asOf}`)));
    return { totals: replies.map(({ total }) => total), waiting: replies.map(({ waiting }) => waiting) };
  }
}

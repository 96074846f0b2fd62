// A network between a phone and the server that can be told, or left to chance, what goes wrong with a call.

/** What may become of one call. `lose request`: it never arrives; `lose answer`: it is done and nobody hears; `twice`: it arrives again. */
export const TROUBLES = ['lose request', 'lose answer', 'twice'];

export class Network {
  /** Set to have each call to come decided: a function of the path that gives a trouble or nothing. */
  plan = () => undefined;
  /** Bytes of a download after which the connection dies. */
  cutAfter = undefined;
  calls = 0;

  /** Stands in for `fetch`. */
  call = async (address, init) => {
    this.calls += 1;
    const trouble = this.plan(new URL(address).pathname);
    if (trouble === 'lose request') throw new TypeError('the network is gone');
    if (trouble === 'twice') await (await fetch(address, init)).arrayBuffer();
    const answer = await fetch(address, init);
    if (trouble === 'lose answer') {
      await answer.arrayBuffer();
      throw new TypeError('the network is gone');
    }
    return this.cutAfter !== undefined && address.endsWith('/snapshot') ? cut(answer, this.cutAfter) : answer;
  };
}

/** An answer whose body breaks off. */
async function cut(answer, after) {
  const whole = new Uint8Array(await answer.arrayBuffer());
  if (whole.length <= after) return new Response(whole, answer);
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(whole.slice(0, after));
      setTimeout(() => controller.error(new TypeError('the connection broke')), 5);
    },
  });
  return new Response(body, { status: answer.status, headers: answer.headers });
}

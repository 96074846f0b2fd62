import type { Records, Vault } from '$lib/store';
import { adoptSession, type Answer, type Transport } from '$lib/sync';
import type { SessionResponse } from '$lib/wire';
import { failureText } from '../model/kinds.ts';
import { t } from '../text.ts';
import type { Gate } from './gate.svelte.ts';

const NEW_DEVICE_CODES = ['device_revoked', 'device_of_other'];

/** What coming in needs of the app. */
export interface House {
  /** Records that are open now. */
  open(): Records | undefined;
  /** Goes on with these records. */
  load(records: Records): Promise<void>;
  askForPin(): void;
}

/** Coming in: the log-in, the code of the commune, the first PIN. Answers are an error text, or nothing when it went well. */
export class Admission {
  /** Logged in, and the PIN not given yet. */
  private waiting: SessionResponse | undefined;

  constructor(
    private readonly config: { vault: Vault; transport: Transport; gate: Gate },
    private readonly house: House,
  ) {}

  async logIn(login: string, password: string): Promise<string | undefined> {
    const { transport, gate } = this.config;
    const device = gate.users.find((user) => user.login === login)?.device;
    const name = navigator.userAgent.slice(0, 60);
    let answer = await transport.logIn(login, password, { ...(device && { id: device }), name });
    // A device that is no longer good here is registered anew.
    if (device && !answer.ok && answer.failure.kind === 'problem' && NEW_DEVICE_CODES.includes(answer.failure.problem.code)) {
      answer = await transport.logIn(login, password, { name });
    }
    return this.answered(answer);
  }

  async enrol(code: string): Promise<string | undefined> {
    return this.answered(await this.config.transport.enrol(code, navigator.userAgent.slice(0, 60)));
  }

  private async answered(answer: Answer<SessionResponse>): Promise<string | undefined> {
    if (!answer.ok) return failureText(answer.failure);
    const session = answer.value;
    if (!session.device) return t('login.no_device');
    if (!session.user.roles.some(({ role }) => role === 'collaborator')) return t('login.not_collaborator');
    const open = this.house.open();
    if (open?.user === session.user.id) {
      await this.keep(open, session);
      await this.house.load(open);
      return undefined;
    }
    this.waiting = session;
    const { gate } = this.config;
    if (gate.users.some((user) => user.id === session.user.id)) gate.ask(session.user.id);
    else this.house.askForPin();
    return undefined;
  }

  private async keep(records: Records, session: SessionResponse): Promise<void> {
    const { token, user, device } = session;
    if (!device) return;
    await this.config.vault.setDevice(user.id, device.id);
    await adoptSession(records, { token, user, device: device.id }, device.counter);
    this.waiting = undefined;
  }

  /** The first PIN of whoever has just logged in. */
  async setPin(pin: string): Promise<void> {
    const session = this.waiting;
    if (!session?.device) return;
    const { id, login, name } = session.user;
    const records = await this.config.vault.create({ id, login, name, device: session.device.id }, pin);
    await this.keep(records, session);
    await this.house.load(records);
  }

  /** The PIN of a user was right: keeps the session of the log-in before, where there was one. */
  async entered(records: Records): Promise<void> {
    if (this.waiting?.user.id === records.user) await this.keep(records, this.waiting);
  }

  /** Nobody is coming in any more. */
  forget(): void {
    this.waiting = undefined;
  }
}

import { describe, expect, it } from 'vitest';
import { sealFile } from '$lib/store/crypto';
import { openOutbox, tidyCode } from '../apps/canbo/devices/outboxFile';

const iterations = 1_000;
const random = (length: number) => new Uint8Array(length).fill(7);
const sealed = (content: unknown, code = 'ABCD-EFGH-JKLM-NPQR') => sealFile(code, new TextEncoder().encode(JSON.stringify(content)), random, iterations);
const event = (counter: number, device = 'phone') => ({ id: `e${counter}`, device, counter });

describe('a file of a phone at the desk', () => {
  it('opens with the code however it is typed, in the order of counters', async () => {
    const file = await sealed({ format: 'danso-outbox-1', events: [event(4), event(3)] });
    expect(await openOutbox(file, ' abcd efgh-jklmnpqr ', iterations)).toEqual({ ok: true, events: 2, pushes: [{ device: 'phone', last_counter: 4, events: [event(3), event(4)] }] });
  });
  it('sends no more than two hundred at once, and each device by itself', async () => {
    const events = [...Array.from({ length: 401 }, (_, at) => event(at + 1)), event(9, 'other')];
    const opened = await openOutbox(await sealed({ format: 'danso-outbox-1', events }), 'ABCD-EFGH-JKLM-NPQR', iterations);
    expect(opened.ok && opened.pushes.map((push) => [push.device, push.events.length, push.last_counter])).toEqual([['phone', 200, 401], ['phone', 200, 401], ['phone', 1, 401], ['other', 1, 9]]);
  });
  it('says what is wrong, and sends nothing', async () => {
    const file = await sealed({ format: 'danso-outbox-1', events: [event(1)] });
    expect(await openOutbox(file, 'ABCD-EFGH-JKLM-NPQX', iterations)).toEqual({ ok: false, why: 'code' });
    expect(await openOutbox(file.slice(0, 40), 'ABCD-EFGH-JKLM-NPQR', iterations)).toEqual({ ok: false, why: 'code' });
    expect(await openOutbox(await sealed({ events: [] }), 'ABCD-EFGH-JKLM-NPQR', iterations)).toEqual({ ok: false, why: 'shape' });
    expect(await openOutbox(await sealed({ format: 'danso-outbox-1', events: [{ id: 'x' }] }), 'ABCD-EFGH-JKLM-NPQR', iterations)).toEqual({ ok: false, why: 'shape' });
    expect(await openOutbox(await sealed({ format: 'danso-outbox-1', events: [] }), 'ABCD-EFGH-JKLM-NPQR', iterations)).toEqual({ ok: false, why: 'empty' });
  });
  it('groups a code as the phone shows it', () => {
    expect(tidyCode('abcdefghjklmnpqr')).toBe('ABCD-EFGH-JKLM-NPQR');
  });
});

// A list of another agency about the people of a register, with the errors such lists have and with what is true of each row.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runDanso } from './stores.mjs';

/** mulberry32: a small seeded generator. */
function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Cells of a line of CSV as `danso export` writes it. */
const cells = (line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare);

/** Everyone who lives in the register, as the program writes them out, with their whole numbers. */
export function residents(register) {
  const folder = dirname(register.key);
  const of = ['--database', register.url, '--key-file', register.key];
  const [persons, events] = [join(folder, 'residents.csv'), join(folder, 'events.ndjson')];
  runDanso('export', ...of, 'register', '--out', persons);
  runDanso('export', ...of, 'events', '--out', events);
  const pins = new Map();
  for (const line of readFileSync(events, 'utf8').split('\n').filter(Boolean)) {
    for (const [person, personal] of Object.entries(JSON.parse(line).event?.personal ?? {})) if (personal.pin) pins.set(person, personal.pin);
  }
  const [head, ...lines] = readFileSync(persons, 'utf8').replace('\uFEFF', '').split(/\r?\n/).filter(Boolean);
  const names = cells(head);
  return lines.map((line) => {
    const person = Object.fromEntries(cells(line).map((cell, at) => [names[at], cell]));
    return { ...person, pin: pins.get(person.person_id) ?? '' };
  });
}

const plain = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[đĐ]/g, (letter) => (letter === 'đ' ? 'd' : 'D'));
const written = (birth) => birth.replace('~', '').split('-').reverse().join('/');
const families = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Huỳnh', 'Võ', 'Đặng', 'Bùi'];
const middles = { m: ['Văn', 'Hữu', 'Minh', 'Quốc'], f: ['Thị', 'Ngọc', 'Thu', 'Kim'] };
/** What people are called at home. */
const nicknames = ['Út', 'Tư', 'Bé', 'Năm', 'Tí'];
const givens = { m: ['Khôi', 'Tùng', 'Lộc', 'Phát', 'Nghĩa', 'Vinh'], f: ['Duyên', 'Trân', 'Ngân', 'Thảo', 'Vy', 'Quyên'] };

/** Real people whom the register does not have; every fourth has name, sex, year of birth and hamlet of someone it has. */
function unknownPeople(random, many, people) {
  const pick = (from) => from[Math.floor(random() * from.length)];
  return Array.from({ length: many }, (_, at) => {
    const { name, hamlet, address, ...like } = pick(people);
    if (at % 4 === 0) return { name, sex: like.sex, birth: like.birth.slice(0, 4), pin: '', phone: '', hamlet, address };
    const sex = random() < 0.5 ? 'm' : 'f';
    const [year, month, day] = [1945 + Math.floor(random() * 70), 1 + Math.floor(random() * 12), 1 + Math.floor(random() * 28)];
    const birth = [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
    return { name: `${pick(families)} ${pick(middles[sex])} ${pick(givens[sex])}`, sex, birth, pin: '', phone: '', hamlet, address };
  });
}

/** The list: everyone stands in it with the same chance, whether the register has them or not. `truth[row]` is who a row is, if anyone of the register. */
export function listOf(people, { seed, share = 0.85, unknown = 40 }) {
  const random = seeded(seed);
  const everyone = [...people, ...unknownPeople(random, unknown, people)];
  const truth = [];
  const wrongBirths = [];
  const rows = everyone.filter(() => random() < share).map((person, at) => {
    const { person_id: id } = person;
    let { name, birth, pin, phone = '' } = person;
    const [capitals, year, swapped, silent, wrong, called] = [0.12, 0.25, 0.02, 0.6, 0.01, 0.15].map((chance) => random() < chance);
    if (called) name = [...name.split(' ').slice(0, -1), nicknames[Math.floor(random() * nicknames.length)]].join(' ');
    if (capitals) name = plain(name).toUpperCase();
    const whole = /^\d{4}-\d\d-\d\d$/.test(birth);
    if (year) birth = birth.slice(0, 4);
    else if (swapped && whole && Number(birth.slice(8)) <= 12) birth = [birth.slice(0, 4), birth.slice(8), birth.slice(5, 7)].join('-');
    else if (wrong && whole && pin !== '' && id !== undefined) {
      birth = `${birth.slice(0, 8)}${birth.endsWith('15') ? '17' : '15'}`;
      wrongBirths.push(truth.length);
    }
    if (silent && !wrongBirths.includes(truth.length)) [pin, phone] = ['', ''];
    truth.push(id);
    return [at + 1, name, written(birth), person.sex === 'm' ? 'Nam' : 'Nữ', pin, phone, silent ? person.address.replace(/^[^,]*, /, '') : person.address];
  });
  const head = ['STT', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Số CCCD', 'Điện thoại', 'Địa chỉ'];
  const bad = [rows.length + 1, '', '01/01/1990', 'Nam', '', '', ''];
  return { text: [head, ...rows, bad].map((row) => row.join(';')).join('\r\n'), truth, wrongBirths, unknown };
}

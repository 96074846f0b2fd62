import { describe, expect, it } from 'vitest';
import { Catalog } from './catalog.ts';
import { cases, catalogData } from './conformance.ts';
import type { Facts, Rule } from './types.ts';

const data = catalogData();
const catalog = new Catalog(data);
const all = cases();

/** Every way to take one key or one element away, `today` excepted. */
function* lessOne(value: unknown, depth = 0): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const [i, inner] of value.entries()) {
      yield value.toSpliced(i, 1);
      for (const less of lessOne(inner, depth + 1)) {
        yield value.with(i, less);
      }
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      if (depth === 0 && key === 'today') {
        continue;
      }
      const { [key]: _taken, ...rest } = value as Record<string, unknown>;
      yield rest;
      for (const less of lessOne(inner, depth + 1)) {
        yield { ...value, [key]: less };
      }
    }
  }
}

describe('rules', () => {
  it.each(data.rules.map((rule) => [rule.id]))('%s has two passing and two failing cases, and they hold', (id) => {
    const own = all.filter((one) => one.rule === id);
    expect(own.filter((one) => one.expect.includes(id)).length).toBeGreaterThanOrEqual(2);
    expect(own.filter((one) => !one.expect.includes(id)).length).toBeGreaterThanOrEqual(2);
    for (const one of own) {
      const fired = catalog.check(one.scope, one.kind, one.facts, one.on).map((issue) => issue.rule);
      expect(fired.sort(), JSON.stringify(one.facts)).toEqual(one.expect);
    }
  });

  it('has no case for a rule that is not there', () => {
    const ids = new Set(data.rules.map((rule) => rule.id));
    expect(all.filter((one) => !ids.has(one.rule))).toEqual([]);
  });

  it('never fails to evaluate when a fact is missing', () => {
    for (const one of all) {
      for (const less of lessOne(one.facts)) {
        const unchecked = catalog.check(one.scope, one.kind, less as Facts, one.on).filter((issue) => issue.unchecked);
        expect(unchecked, JSON.stringify(less)).toEqual([]);
      }
    }
  });

  it('only warns when a rule cannot be evaluated or read', () => {
    const rule = (id: string, expr: string): Rule => ({
      id, expr, scope: 'event', severity: 'error', message_vi: 'x', fields: [], source: 'x', since: '1900-01-01',
    });
    const broken = new Catalog({ version: '', lists: [], rules: [rule('V01', 'event.nothing'), rule('V02', 'a +'), rule('V03', '1')] });
    const issues = broken.check('event', 'birth', { today: '2026-03-31' }, '2026-03-31');
    expect(issues.map(({ rule: id, severity, unchecked }) => [id, severity, unchecked])).toEqual([
      ['V01', 'warn', true],
      ['V02', 'warn', true],
      ['V03', 'warn', true],
    ]);
  });

  it('keeps to the days a rule and a list hold', () => {
    const old: Rule = {
      id: 'V01', expr: 'false', scope: 'event', severity: 'warn', message_vi: 'x', fields: [], source: 'x', since: '2020-01-01', until: '2020-12-31',
    };
    const dated = new Catalog({ version: '', lists: [], rules: [old] });
    const on = (day: string) => dated.check('event', 'birth', { today: '2026-03-31' }, day).length;
    expect([on('2019-12-31'), on('2020-01-01'), on('2020-12-31'), on('2021-01-01')]).toEqual([0, 1, 1, 0]);
  });
});

/** One act being filled in at the desk: what was typed, what follows from it, and what stands against sending it. */
import { candidates, type Candidate } from '$lib/forms/duplicates.ts';
import { errorsOf, type FieldError, type Form, type FormKind, type Scene, type Value, type Values } from '$lib/forms/index.ts';
import { concerned, type Judge } from '$lib/forms/judge.ts';
import { objections, overridesOf, type Objection } from '$lib/forms/review.ts';
import type { CatalogData } from '$lib/rules/types.ts';
import type { Act, Id, Issue } from '$lib/wire';

/** A half-filled act as it is kept. */
export interface KeptAct {
  kind: FormKind;
  typed: Values;
  behalf: Id | '';
}

export class ActEntry {
  typed = $state.raw<Values>({});
  issues = $state.raw<Issue[]>([]);
  readonly values: Values = $derived.by(() => this.#filled(this.typed));
  readonly steps = $derived.by(() => this.form.steps(this.values, this.scene()));
  readonly errors: FieldError[] = $derived.by(() => this.steps.flatMap((step) => errorsOf(step, this.values, this.scene().today)));
  /** The act, once no field has a fault. */
  readonly act: Act | undefined = $derived.by(() => (this.errors.length === 0 ? this.form.act(this.values, this.scene()) : undefined));
  readonly alike: Candidate[] = $derived.by(() => (this.act ? candidates(this.act, this.scene().households) : []));
  readonly objections: Objection[] = $derived.by(() => objections(this.issues, this.alike, this.values));

  constructor(
    readonly form: Form,
    readonly scene: () => Scene,
    start: Values,
  ) {
    this.typed = this.#withIds(start);
  }

  set(field: string, value: Value): void {
    this.typed = this.#withIds({ ...this.typed, [field]: value });
  }

  /** Asks the rules about the act as it stands; the answer to an earlier one is let go. */
  async check(judge: Judge, catalog: CatalogData, now: number): Promise<void> {
    const { act } = this;
    if (!act) {
      this.issues = [];
      return;
    }
    const scene = this.scene();
    const found = await judge({ act, households: concerned(act, scene.household, scene.households), today: scene.today, now }, catalog);
    if (this.act === act) this.issues = found;
  }

  /** The act with the reasons given against rules. */
  get ready(): Act | undefined {
    if (!this.act || this.objections.length > 0) return undefined;
    const overrides = overridesOf(this.issues, this.alike, this.values);
    return { ...this.act, ...(overrides.length > 0 && { overrides }) };
  }

  get subject(): string {
    return this.form.subject(this.values, this.scene());
  }

  /** What follows from the answers follows anew from each change, so that nothing stays of an answer that was taken back. */
  #filled(typed: Values): Values {
    return this.form.fill ? this.form.fill(typed, this.scene()) : typed;
  }

  /** Ids of those to come are made once and stay. */
  #withIds(typed: Values): Values {
    const ids = Object.entries(this.#filled(typed)).filter(([key, value]) => key.endsWith('.person') && !(key in typed) && value !== undefined);
    return ids.length === 0 ? typed : { ...typed, ...Object.fromEntries(ids) };
  }
}

/** Whether a field applies, given the values of others. The server has the same rule in `schema_form/condition.rs`. */

/** Every named property must have one of the listed values. */
export type Condition = [property: string, wanted: string[]][];

export function holds(condition: Condition, textOf: (property: string) => string): boolean {
  return condition.every(([property, wanted]) => wanted.includes(textOf(property)));
}

/** Checks one value; throws an Error that names where it is not of its shape. */
export type Shape = (value: unknown, place: string) => void;

function wrong(place: string, expected: string): never {
  throw new Error(`${place} is not ${expected}`);
}

export const text: Shape = (value, place) => {
  if (typeof value !== 'string') wrong(place, 'a text');
};

export const truth: Shape = (value, place) => {
  if (typeof value !== 'boolean') wrong(place, 'true or false');
};

export const whole: Shape = (value, place) => {
  if (!Number.isInteger(value)) wrong(place, 'a whole number');
};

/** A whole number from 0 on. */
export const natural: Shape = (value, place) => {
  if (!Number.isInteger(value) || (value as number) < 0) wrong(place, 'a whole number from 0 on');
};

/** One of some values. */
export function oneOf(...values: readonly (string | number)[]): Shape {
  return (value, place) => {
    if (!values.includes(value as string)) wrong(place, values.map((one) => JSON.stringify(one)).join(' or '));
  };
}

export function listOf(item: Shape): Shape {
  return (value, place) => {
    if (!Array.isArray(value)) wrong(place, 'a list');
    value.forEach((one: unknown, i) => item(one, `${place}[${i}]`));
  };
}

/** An object; properties it does not know are no concern. */
export function objectOf(
  required: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {},
): Shape {
  return (value, place) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) wrong(place, 'an object');
    const object = value as Readonly<Record<string, unknown>>;
    const at = (name: string): string => (place === '' ? name : `${place}.${name}`);
    for (const [name, shape] of Object.entries(required)) shape(object[name], at(name));
    for (const [name, shape] of Object.entries(optional)) if (name in object) shape(object[name], at(name));
  };
}

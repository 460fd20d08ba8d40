import * as z from 'zod';

const camelCase = (name: string) =>
  name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/**
 * An object in a request. Like protobuf's JSON it accepts camelCase names, takes null for
 * absent and drops fields it does not know. Like MLflow it looks for a field that must be there
 * under its own name only.
 */
export const message = <S extends z.ZodRawShape>(shape: S) => {
  const aliases = new Map(
    Object.keys(shape).map(name => [camelCase(name), name] as const)
  );
  const required = new Set(
    Object.keys(shape).filter(
      name => !(shape[name] as z.ZodType).safeParse(undefined).success
    )
  );
  for (const name of Object.keys(shape)) {
    aliases.delete(name);
  }

  const normalise = (input: unknown, context: z.RefinementCtx): unknown => {
    if (!isObject(input) || !needsRewriting(input, aliases)) {
      return input;
    }
    // Without a prototype, `__proto__` is a name like any other.
    const output: Record<string, unknown> = Object.create(null);
    for (const [key, value] of Object.entries(input)) {
      const name = aliases.get(key) ?? key;
      if (name !== key && Object.hasOwn(input, name)) {
        context.addIssue(
          `Request specifies both '${name}' and '${key}'; provide only one of them.`
        );
      }
      if (value !== null && (name === key || !required.has(name))) {
        output[name] = value;
      }
    }
    return output;
  };
  return z.preprocess(normalise, z.object(shape));
};

const isObject = (input: unknown): input is Record<string, unknown> =>
  typeof input === 'object' && input !== null && !Array.isArray(input);

const needsRewriting = (
  input: Record<string, unknown>,
  aliases: ReadonlyMap<string, string>
) => {
  for (const key in input) {
    if (input[key] === null || aliases.has(key)) {
      return true;
    }
  }
  return false;
};

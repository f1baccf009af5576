/** Whether a debug configuration is one that package.json's `contributes.debuggers` describes. */

interface Property {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly items?: Property;
  readonly additionalProperties?: Property;
}

export interface RequestSchema {
  readonly required?: readonly string[];
  /** One of these has to hold; the first is what is asked for. */
  readonly anyOf?: readonly { readonly required: readonly string[] }[];
  readonly properties: Readonly<Record<string, Property>>;
}

/** What every configuration has, whatever its type. */
const OF_VS_CODE = ["type", "request", "name", "presentation", "preLaunchTask", "postDebugTask"];

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function problems(path: string, value: unknown, property: Property): string[] {
  const types = property.type === undefined ? [] : [property.type].flat();
  if (types.length > 0 && !types.includes(typeOf(value)))
    return [`${path} must be ${types.join(" or ")}, not ${typeOf(value)}`];
  if (property.enum !== undefined && !property.enum.includes(value))
    return [`${path} must be one of ${property.enum.join(", ")}`];
  if (Array.isArray(value) && property.items !== undefined)
    return value.flatMap((item, index) => problems(`${path}[${index}]`, item, property.items!));
  if (typeOf(value) === "object" && property.additionalProperties !== undefined)
    return Object.entries(value as object).flatMap(([key, item]) =>
      problems(`${path}.${key}`, item, property.additionalProperties!),
    );
  return [];
}

/** What is wrong with a configuration; empty when it is right. */
export function configurationProblems(
  configuration: Readonly<Record<string, unknown>>,
  schemas: Readonly<Record<string, RequestSchema>>,
): string[] {
  const schema = schemas[String(configuration["request"])];
  if (schema === undefined) return [`there is no request ${configuration["request"]}`];
  const absent = (names: readonly string[]): string[] => names.filter((name) => !(name in configuration));
  const alternatives = (schema.anyOf ?? []).map(({ required }) => absent(required));
  const unmet = alternatives.every((names) => names.length > 0) ? (alternatives[0] ?? []) : [];
  const missing = [...absent(schema.required ?? []), ...unmet];
  return [
    ...missing.map((name) => `${name} is missing`),
    ...Object.entries(configuration).flatMap(([name, value]) => {
      if (OF_VS_CODE.includes(name)) return [];
      const property = schema.properties[name];
      return property === undefined ? [`there is no attribute ${name}`] : problems(name, value, property);
    }),
  ];
}

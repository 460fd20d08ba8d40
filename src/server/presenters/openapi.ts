import * as z from 'zod';
import type { Endpoint } from '../../api/endpoint.js';

type JsonSchema = z.core.JSONSchema.BaseSchema;

const ERROR = {
  description: 'What is wrong, in words and as a code of MLflow.',
  content: {
    'application/json': {
      schema: {
        type: 'object',
        properties: {
          error_code: { type: 'string' },
          message: { type: 'string' }
        },
        required: ['error_code', 'message']
      }
    }
  }
};

/** The description of the API in OpenAPI 3.1, made from the schemas that requests are checked with. */
export const presentOpenApi = (
  endpoints: Iterable<Endpoint>,
  version: string
): object => {
  const paths: Record<string, Record<string, object>> = {};
  for (const endpoint of endpoints) {
    const path = `/api${endpoint.path.replace('*', '{path}').replace(/:(\w+)/g, '{$1}')}`;
    paths[path] ??= {};
    paths[path][endpoint.method.toLowerCase()] = operation(endpoint);
  }
  return { openapi: '3.1.0', info: { title: 'Trackbook', version }, paths };
};

const operation = (endpoint: Endpoint) => {
  const { properties = {}, required = [] } = requestSchema(endpoint);
  const isInPath = (name: string) =>
    name === '*' || endpoint.path.includes(`:${name}`);
  const names = Object.keys(properties);
  const inBody =
    endpoint.method === 'GET' ? [] : names.filter(n => !isInPath(n));
  return {
    parameters: names
      .filter(name => !inBody.includes(name))
      .map(name => ({
        name: name === '*' ? 'path' : name,
        in: isInPath(name) ? 'path' : 'query',
        required: isInPath(name) || required.includes(name),
        schema: properties[name]
      })),
    ...(inBody.length > 0 && {
      requestBody: jsonContent({
        type: 'object',
        properties: Object.fromEntries(inBody.map(n => [n, properties[n]])),
        required: required.filter(name => inBody.includes(name))
      })
    }),
    responses: {
      200: { description: 'Done.', ...jsonContent(schemaOf(endpoint.reply)) },
      default: ERROR
    }
  };
};

const jsonContent = (schema: JsonSchema) => ({
  content: { 'application/json': { schema } }
});

/** The fields of an endpoint's request. */
export const requestSchema = ({ request }: Endpoint): JsonSchema =>
  schemaOf(request);

/** What a request becomes is described, and what it need not have is said. */
const schemaOf = (schema: z.ZodType): JsonSchema => {
  const { $schema: _, ...described } = z.toJSONSchema(schema, {
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema instanceof z.ZodObject) {
        const shape: Record<string, z.ZodType> = zodSchema.shape;
        jsonSchema.required = Object.keys(shape).filter(
          name => !shape[name].safeParse(undefined).success
        );
        delete jsonSchema.additionalProperties;
      }
    }
  });
  return described;
};

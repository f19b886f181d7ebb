/** One request to the API, as its own document describes it. */
export interface CrawledRequest {
  readonly route: string;
  readonly path: string;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required?: boolean;
}

interface ApiDocument {
  readonly paths: Record<string, Record<string, { parameters?: readonly Parameter[] }>>;
}

/**
 * A request to every route that answers GET, with these values for its parameters.
 * @throws where a route wants a parameter that is not among them: it would go unseen
 */
export function everyGet(document: unknown, values: Record<string, string>): CrawledRequest[] {
  return getsOf(document).map(([route, parameters]) => {
    const query = new URLSearchParams();
    for (const { name, in: where, required } of parameters) {
      if (where === 'path' || required) valueOf(route, name, values);
      if (where === 'query' && values[name] !== undefined) query.set(name, values[name]);
    }
    return { route, path: `${filled(route, values)}${query.size > 0 ? `?${query}` : ''}` };
  });
}

/** For each parameter of each of these routes a request in which that one is what somebody with bad intent sends. */
export function everyParameter(
  document: unknown,
  values: Record<string, string>,
  evil: string,
): CrawledRequest[] {
  return getsOf(document).flatMap(([route, parameters]) =>
    parameters.map(({ name, in: where }) => ({
      route: `${route} ${name}`,
      path:
        where === 'path'
          ? filled(route, { ...values, [name]: evil })
          : `${filled(route, values)}?${new URLSearchParams({ [name]: evil })}`,
    })),
  );
}

/** Events have no end: they are listened to by themselves. */
function getsOf(document: unknown): [string, readonly Parameter[]][] {
  return Object.entries((document as ApiDocument).paths)
    .filter(([route, methods]) => 'get' in methods && !route.endsWith('/events'))
    .map(([route, methods]) => [route, methods.get!.parameters ?? []]);
}

const filled = (route: string, values: Record<string, string>): string =>
  route.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(valueOf(route, name, values)));

function valueOf(route: string, name: string, values: Record<string, string>): string {
  const value = values[name];
  if (value === undefined) throw new Error(`The crawl has no value for ${name} of ${route}`);
  return value;
}

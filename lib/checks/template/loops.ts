import { isMap, type Json, type JsonMap } from './json';

const LOOP = 'Fn::ForEach::';

/**
 * The template with its loops written out, so that what they make is judged like everything else. A loop over a list that
 * the template leaves open is written out once, with its variable left standing, and so open.
 *
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 */
export function unrolled(body: Json): Json {
  const transform = isMap(body) ? body.Transform : undefined;
  return (Array.isArray(transform) ? transform : [transform]).includes('AWS::LanguageExtensions') ? unroll(body) : body;
}

function unroll(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map(unroll);
  }
  return isMap(value) ? Object.fromEntries(Object.entries(value).flatMap(([key, below]) => (key.startsWith(LOOP) ? rounds(below) : [[key, unroll(below)]]))) : value;
}

function rounds(loop: Json): [string, Json][] {
  const [variable, list, made] = Array.isArray(loop) ? loop : [];
  if (typeof variable !== 'string' || !isMap(made)) {
    return [];
  }
  const items = Array.isArray(list) && list.every((item) => typeof item === 'string') ? list : [`\${${variable}}`];
  return items.flatMap((item) => Object.entries(unroll(replace(made, variable, item)) as JsonMap));
}

function replace(value: Json, variable: string, item: string): Json {
  if (typeof value === 'string') {
    return value.replaceAll(`\${${variable}}`, item).replaceAll(`&{${variable}}`, item.replace(/[^A-Za-z0-9]/g, ''));
  }
  if (Array.isArray(value)) {
    return value.map((each) => replace(each, variable, item));
  }
  if (!isMap(value)) {
    return value;
  }
  return value.Ref === variable && Object.keys(value).length === 1 && !item.startsWith('${') ? item
    : Object.fromEntries(Object.entries(value).map(([key, below]) => [replace(key, variable, item) as string, replace(below, variable, item)]));
}

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { xmllintFolder } from './cache.js';

interface Xmllint {
  validateXML(input: {
    xml: readonly { fileName: string; contents: string }[];
    schema: readonly { fileName: string; contents: string }[];
  }): Promise<{ errors: readonly { message: string }[] }>;
}

/** What libxml2 finds wrong with a document by an XML schema; undefined where the validator cannot be had and CI does not ask for it. */
export async function xmlValidator(schema: string): Promise<((xml: string) => Promise<string[]>) | undefined> {
  let folder: string;
  try {
    folder = await xmllintFolder();
  } catch (error) {
    if (process.env['CI']) throw error;
    console.warn(`\n*** THE XML SCHEMA TESTS ARE SKIPPED: the validator could not be fetched ***\n${String(error)}\n`);
    return undefined;
  }
  const entry = pathToFileURL(join(folder, 'index-node.js')).href;
  const { validateXML } = (await import(/* @vite-ignore */ entry)) as Xmllint;
  return async (xml) => {
    const files = (fileName: string, contents: string) => [{ fileName, contents }];
    const { errors } = await validateXML({ xml: files('report.xml', xml), schema: files('report.xsd', schema) });
    return errors.map(({ message }) => message);
  };
}

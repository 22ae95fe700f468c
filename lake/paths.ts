/** Directory of a table below its warehouse: 'sales.db/orders'. */
export function tablePath(database: string, table: string): string {
  return `${database}.db/${table}`;
}

/** Where the metadata of a table lies; every path is relative to the store's root. */
export const schemaDirectory = (table: string): string => `${table}/schema`;
export const snapshotDirectory = (table: string): string => `${table}/snapshot`;
const tagDirectory = (table: string): string => `${table}/tag`;

export const schemaPath = (table: string, id: number): string => `${schemaDirectory(table)}/schema-${id}`;
export const snapshotPath = (table: string, id: number): string => `${snapshotDirectory(table)}/snapshot-${id}`;
export const hintPath = (table: string, hint: 'EARLIEST' | 'LATEST'): string => `${snapshotDirectory(table)}/${hint}`;
export const tagPath = (table: string, name: string): string => `${tagDirectory(table)}/tag-${name}`;
export const manifestPath = (table: string, name: string): string => `${table}/manifest/${name}`;
export const indexPath = (table: string, name: string): string => `${table}/index/${name}`;

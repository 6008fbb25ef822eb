import { type Made, refusal } from '../kernel/index.ts'

/** What a file of people is refused with: a row alone, or all from there on. */
export const importRefusals = {
  /** `problem`: what is wrong with this row alone. */
  import_row_malformed: refusal('invalid', 'import_row_malformed', ['MEM-10', 'INV-26'])<{
    problem: 'quotes' | 'columns' | 'too_long' | 'not_json' | 'not_an_object' | 'field_unknown' | 'field_not_text'
  }>(),
  import_columns_invalid: refusal('invalid', 'import_columns_invalid', ['MEM-10', 'INV-26'])<{
    columns: readonly string[]
  }>(),
  /** The bytes are not UTF-8. */
  import_encoding_invalid: refusal('invalid', 'import_encoding_invalid', ['MEM-10', 'INV-26'])(),
  /** A quote is opened in this row, and closed nowhere. */
  import_quote_open: refusal('invalid', 'import_quote_open', ['MEM-10', 'INV-26'])<{ row: number }>(),
}
export type RowMalformed = Made<typeof importRefusals.import_row_malformed>
export type SourceRefusal = Made<
  | typeof importRefusals.import_columns_invalid
  | typeof importRefusals.import_encoding_invalid
  | typeof importRefusals.import_quote_open
>

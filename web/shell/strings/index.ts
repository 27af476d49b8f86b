// Which language file speaks. Each language is one file beside this one, of the shape of en.ts.
import { en, type Strings } from './en.js';

export type { BranchFacts, Facts, Piece, QuestionName, Remedy, Situation, Strings } from './en.js';

const languages: Readonly<Record<string, Strings>> = { en };

/** The languages that there are, by their codes. */
export const languageNames: readonly string[] = Object.keys(languages);

/** The strings of `language` ("de", "de-CH"), or English where there is no such file. */
export function stringsOf(language: string): Strings {
  return named(language) ?? named(language.split('-')[0] ?? '') ?? en;
}

/** An object has more names than were given to it. */
function named(name: string): Strings | undefined {
  return Object.hasOwn(languages, name) ? languages[name] : undefined;
}

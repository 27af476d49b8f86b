// Which language file speaks on the page for teachers. Each is one file beside this one, of the shape of en.ts.
import { en, type TeacherStrings } from './en.js';

export type { TeacherStrings } from './en.js';

const languages: Readonly<Record<string, TeacherStrings>> = { en };

/** The strings of `language` ("de", "de-CH"), or English where there is no such file. */
export function teacherStringsOf(language: string): TeacherStrings {
  return languages[language] ?? languages[language.split('-')[0] ?? ''] ?? en;
}

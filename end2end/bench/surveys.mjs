// The surveys that are measured.
import fs from 'node:fs';

const en = (words) => ({ en: words });
const choices = (...words) => words.map((label, at) => ({ key: `c${at}`, label: en(label) }));

/** One page with every kind of question: the survey of our own tests, in English alone. */
export function everyKind() {
  const file = new URL('../../app/src/pages/respond/tests/kinds.json', import.meta.url);
  const survey = JSON.parse(fs.readFileSync(file, 'utf8'));
  return { ...survey, languages: ['en'] };
}

function survey(name, sections) {
  return {
    format: 2, name, languages: ['en'], title: en(name), intro: en('A few questions.'), minutes: 3, sections,
    thanks: en('Thank you.'), attributions: ['named', 'leadership', 'pooled'],
  };
}

/** One page with seven required questions; the peer's page asks the same. */
export function seven() {
  const kinds = [
    ['role', 'What is your role?', { type: 'single_choice', choices: choices('Buyer', 'User', 'Sponsor', 'Adviser') }],
    ['reasons', 'What decided it?', { type: 'multiple_choice', choices: choices('Price', 'Product', 'People', 'Timing') }],
    ['seats', 'How many will use it?', { type: 'number', is_whole: true }],
    ['overall', 'How was working with us?', { type: 'single_choice', choices: choices('1', '2', '3', '4', '5') }],
    ['vendor', 'Whom did you choose?', { type: 'short_text', max_chars: 200 }],
    ['story', 'How did you decide?', { type: 'long_text', max_chars: 4000 }],
    ['advice', 'What should we do better?', { type: 'long_text', max_chars: 4000 }],
  ];
  const questions = kinds.map(([key, text, kind]) => ({ key, text: en(text), kind, is_required: true }));
  return survey('Seven questions', [{ key: 'all', title: en('Your decision'), questions }]);
}

/** Twenty pages of ten questions, each but the first with a rule. */
export function large() {
  const question = (at) => {
    const kind = [
      { type: 'rating', steps: 5, low: en('Poor'), high: en('Good') },
      { type: 'single_choice', choices: choices('Early', 'In the middle', 'Late') },
      { type: 'long_text', max_chars: 2000 },
      { type: 'multiple_choice', choices: choices('Price', 'Product', 'People', 'Timing') },
    ][at % 4];
    const rule = { answered: `q${at - 1}` };
    return { key: `q${at}`, text: en(`Question ${at}?`), kind, ...(at > 0 && { show_if: rule }) };
  };
  const section = (at) => {
    const questions = Array.from({ length: 10 }, (_, one) => question(at * 10 + one));
    return { key: `s${at}`, title: en(`Page ${at}`), questions };
  };
  return survey('Two hundred questions', Array.from({ length: 20 }, (_, at) => section(at)));
}

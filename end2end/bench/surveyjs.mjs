// The same questions as a SurveyJS page, with no font from elsewhere: npm `survey-core` and `survey-js-ui`, bundled and minified.
import fs from 'node:fs';

import { build } from 'esbuild';

/** Writes the page of a survey into `folder`, with the packages of `modules`. */
export async function writePage(folder, modules, survey) {
  const model = {
    title: survey.title.en,
    showQuestionNumbers: 'off',
    pages: survey.sections.map(({ key, title, questions }) => ({
      name: key, title: title.en, elements: questions.flatMap(elements),
    })),
  };
  const contents = `
    import { Model } from 'survey-core';
    import { renderSurvey } from 'survey-js-ui';
    renderSurvey(new Model(${JSON.stringify(model)}), document.getElementById('survey'));`;
  await build({
    stdin: { contents, resolveDir: folder }, nodePaths: [modules], bundle: true, minify: true, format: 'iife',
    define: { 'process.env.NODE_ENV': '"production"' }, outfile: `${folder}/page.js`, logLevel: 'error',
  });
  fs.copyFileSync(`${modules}/survey-core/survey-core.fontless.min.css`, `${folder}/page.css`);
  fs.writeFileSync(`${folder}/index.html`, `<!doctype html><html lang="en"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1"><title>${survey.title.en}</title><link rel="icon" href="data:,">
    <link rel="stylesheet" href="page.css"><script src="page.js" defer></script></head>
    <body><div id="survey"></div></body></html>`);
}

/** A question of ours as what SurveyJS has for it; what it has not becomes the nearest it has. */
function elements({ key, text, help, kind, is_required: isRequired }) {
  const head = { name: key, title: text.en, description: help?.en, isRequired };
  const items = (list) => list?.map((one) => ({ value: one.key, text: one.label.en }));
  const one = (type, more) => [{ type, ...head, ...more }];
  switch (kind.type) {
    case 'statement': return one('html', { html: `<h5>${text.en}</h5><p>${help?.en ?? ''}</p>` });
    case 'short_text': return one('text', { maxLength: kind.max_chars });
    case 'long_text': return one('comment', { maxLength: kind.max_chars });
    case 'email': return one('text', { inputType: 'email' });
    case 'url': return one('text', { inputType: 'url' });
    case 'number': return one('text', { inputType: 'number', min: kind.from, max: kind.to });
    case 'date': return one('text', { inputType: 'date', min: kind.from, max: kind.to });
    case 'single_choice':
      return one('radiogroup', { choices: items(kind.choices), showOtherItem: kind.allows_other, choicesOrder: 'random' });
    case 'multiple_choice':
      return one('checkbox', { choices: items(kind.choices), showOtherItem: kind.allows_other, maxSelectedChoices: 3 });
    case 'rating':
      return one('rating', {
        rateCount: kind.steps, rateType: kind.has_stars ? 'stars' : 'labels',
        minRateDescription: kind.low.en, maxRateDescription: kind.high.en,
      });
    case 'nps':
      return one('rating', { rateMin: 0, rateMax: 10, minRateDescription: kind.low.en, maxRateDescription: kind.high.en });
    case 'matrix': return one('matrix', { rows: items(kind.rows), columns: items(kind.columns) });
    case 'ranking': return one('ranking', { choices: items(kind.choices), maxSelectedChoices: kind.places });
    case 'consent': return one('boolean', { label: kind.statement.en, renderAs: 'checkbox' });
    case 'competitor_pick':
      return one(kind.allows_many ? 'checkbox' : 'radiogroup', { choices: VENDORS, showOtherItem: true });
    case 'field_of_play': return one('matrix', { rows: VENDORS, columns: ['Looked at', 'In the final', 'Chosen'] });
    case 'head_to_head':
      return kind.criteria.flatMap(({ key: row, label }) => ['us', 'them'].map((who) => ({
        type: 'rating', name: `${key}.${row}.${who}`, title: `${text.en} ${label.en}, ${who}`, rateCount: 5,
        minRateDescription: kind.low.en, maxRateDescription: kind.high.en,
      })));
    case 'price_gap':
      return [
        ...one('radiogroup', { choices: ['Higher', 'About the same', 'Lower'] }),
        { type: 'text', name: `${key}.percent`, title: 'By about how many per cent?', inputType: 'number' },
        { type: 'radiogroup', name: `${key}.role`, title: 'What part did it play?', choices: ['It decided', 'It counted', 'None'] },
      ];
    case 'turning_point':
      return [
        ...one('radiogroup', { choices: items(kind.moments), showOtherItem: true }),
        { type: 'text', name: `${key}.who`, title: 'Who turned it?' },
      ];
    case 'would_have_changed':
      return [
        ...one('radiogroup', { choices: items(kind.choices) }),
        { type: 'comment', name: `${key}.words`, title: 'In your own words', maxLength: kind.max_chars },
      ];
    default: throw new Error(`no question of SurveyJS for ${kind.type}`);
  }
}

const VENDORS = ['Contoso', 'Fabrikam', 'Adatum'];

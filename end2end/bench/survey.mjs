// Gives a new tenant the survey of seven questions: its first admin follows the mailed way in, imports and publishes it.
// Usage: node survey.mjs http://host:port path/to/mails
import { enter, importSurvey, link, publish } from './product.mjs';
import { seven } from './surveys.mjs';

const [base, mails] = process.argv.slice(2);
const welcome = await link(mails, 'Ada', 'welcome');
const cookie = await enter(welcome, { password: 'seven maples weigh little' });
await publish(base, cookie, await importSurvey(base, cookie, seven()));

// Follows a click URL to the application form and fills it with the keyboard alone: Tab, letters, Space, arrows, Enter.
// { executable, url, width, values: {field: text}, pictures? } -> { pages: [{ title, faults }], end: text }
import { answer, ask, open } from './browser.mjs';
import { faultsOf } from './look.mjs';

const asked = ask();
const { browser, page } = await open(asked);
const MOST_PAGES = 12;
const MOST_STOPS = 120;

const focused = () => page.evaluate(() => {
    const field = document.activeElement;
    const type = field.tagName === 'INPUT' || field.tagName === 'BUTTON' ? field.type : field.tagName.toLowerCase();
    return { type, name: field.name ?? '', group: `${type}:${field.name ?? ''}`, isFilled: Boolean(field.value),
        isSubmit: type === 'submit' && field.form?.method === 'post' && !field.formAction.includes('remove') };
});

async function fill(field) {
    switch (field.type) {
        case 'radio':
        case 'checkbox':
            await page.keyboard.press('Space');
            break;
        case 'select':
            await page.keyboard.press('ArrowDown');
            break;
        case 'date':
            await page.keyboard.type('01152027');
            break;
        case 'text': case 'email': case 'tel': case 'textarea': case 'number':
            if (!field.isFilled) {
                await page.keyboard.type(asked.values[field.name] ?? '3');
            }
            break;
        default:
            break;
    }
}

async function send(pages) {
    const done = new Set();
    for (let stop = 0; stop < MOST_STOPS; stop++) {
        await page.keyboard.press('Tab');
        const field = await focused();
        if (field.isSubmit) {
            await Promise.all([page.waitForLoadState('load'), page.waitForNavigation(), page.keyboard.press('Enter')]);
            return true;
        }
        if (!done.has(field.group)) {
            done.add(field.group);
            await fill(field);
        }
    }
    pages.at(-1).faults.push('no way to send the page was reached by keyboard');
    return false;
}

try {
    const pages = [];
    await page.goto(asked.url, { waitUntil: 'load' });
    for (let i = 0; i < MOST_PAGES; i++) {
        pages.push({ title: await page.title(), faults: await faultsOf(page) });
        if (asked.pictures) {
            await page.screenshot({ path: `${asked.pictures}-${i}.png`, fullPage: true });
        }
        const hasForm = await page.locator('form[method=post] button, form[method=post] input[type=submit]').count();
        if (hasForm === 0 || !await send(pages)) {
            break;
        }
    }
    answer({ pages, end: await page.locator('body').innerText() });
} finally {
    await browser.close();
}

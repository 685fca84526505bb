// Opens a page and says what is wrong with it: accessibility rules, what sticks out to the right, errors in the console.
// { executable, url, width, foreign?, picture? } -> { status, title, faults: [text] }; of a foreign page the rules
// of accessibility are not asked.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { answer, ask, open } from './browser.mjs';

const rules = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function faultsOf(page) {
    // Evaluated by the test's own channel, which the page's content policy does not bind.
    await page.evaluate(rules);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }));
    const broken = violations.flatMap(rule => rule.nodes.map(
        node => `${rule.id}: ${rule.help}: ${node.html.slice(0, 200)}`));
    const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    return sideways > 0 ? [...broken, `the page is ${sideways} px wider than the window`] : broken;
}

async function look() {
    const asked = ask();
    const { browser, page } = await open(asked);
    try {
        const said = [];
        // A page that answers 404 on purpose is no error of the page.
        page.on('console', line => line.type() === 'error' && !/status of 4\d\d/.test(line.text())
            && said.push(`console: ${line.text()}`));
        page.on('pageerror', fault => said.push(`script: ${fault.message}`));
        const response = await page.goto(asked.url, { waitUntil: 'load' });
        const faults = asked.foreign ? [] : await faultsOf(page);
        if (asked.picture) {
            await page.screenshot({ path: asked.picture, fullPage: true });
        }
        answer({ status: response.status(), title: await page.title(), faults: [...faults, ...said] });
    } finally {
        await browser.close();
    }
}

if (process.argv[1].endsWith('look.mjs')) {
    await look();
}

// Fills an application in by keyboard alone, page by page, and asks the rules of accessibility of each of its states.
// { executable, url, width, javaScript, pages: [{ field: text | [texts] | null }] } -> { end, text, pages, faults }
// null chooses the first option there is.
// A page is sent empty first, so that its messages are looked at too.
import { answer, ask, open } from './browser.mjs';
import { faultsOf } from './look.mjs';

const asked = ask();
const { browser, page } = await open(asked);
const faults = [];
let pages = 0;

async function look(where) {
    pages++;
    // Rules are evaluated by script; without it only what the keyboard reaches is looked at.
    if (asked.javaScript !== false) {
        faults.push(...(await faultsOf(page)).map(fault => `${where}: ${fault}`));
        const small = await page.evaluate(() => [...document.querySelectorAll('a, button, select, textarea, '
            + 'input:not([type=hidden]):not([type=radio]):not([type=checkbox]), label:has(input)')]
            .filter(one => one.getBoundingClientRect().height < 44 && getComputedStyle(one).display !== 'inline')
            .map(one => `${one.tagName} of ${one.getBoundingClientRect().height} px: ${one.outerHTML.slice(0, 80)}`));
        faults.push(...small.map(fault => `${where}: ${fault}`));
    }
}

// Tab until the control is reached: what the keyboard cannot reach never is.
async function tabTo(reached, what) {
    for (let taps = 0; taps < 200; taps++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate(reached.script, reached.argument)) {
            return;
        }
    }
    throw new Error(`The keyboard does not reach ${what}`);
}

const named = name => ({ script: one => document.activeElement?.getAttribute('name') === one, argument: name });
const button = { script: () => document.activeElement?.tagName === 'BUTTON' && document.activeElement.form !== null };
const option = text => ({ script: one => document.activeElement?.value === one, argument: text });

async function enter(name, value) {
    const type = await page.locator(`[name="${name}"]`).first().evaluate(one => one.type);
    if (type === 'checkbox') {
        for (const one of value) {
            await tabTo(option(one), `${name} ${one}`);
            await page.keyboard.press('Space');
        }
        return;
    }
    await tabTo(named(name), name);
    if (type === 'radio') {
        await page.keyboard.press('Space');
        for (let taps = 0; value !== null && taps < 10 && await page.evaluate(() => document.activeElement.value) !== value; taps++) {
            await page.keyboard.press('ArrowDown');
        }
    } else if (type === 'select-one') {
        await (value === null ? page.keyboard.press('ArrowDown') : page.keyboard.type(value));
    } else {
        await page.keyboard.press('Control+A');
        await page.keyboard.type(value);
    }
}

async function send() {
    await tabTo(button, 'the button');
    await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.keyboard.press('Enter')]);
}

try {
    page.on('console', line => line.type() === 'error' && !/status of 4\d\d/.test(line.text())
        && faults.push(`console: ${line.text()}`));
    page.on('pageerror', fault => faults.push(`script: ${fault.message}`));
    await page.goto(asked.url, { waitUntil: 'load' });
    for (const [number, fields] of asked.pages.entries()) {
        await look(`page ${number + 1}`);
        await send();
        await look(`page ${number + 1}, refused`);
        for (const [name, value] of Object.entries(fields)) {
            await enter(name, value);
        }
        await send();
    }
    await look('the end');
    answer({
        end: await page.locator('h1').innerText(), text: await page.locator('body').innerText(), pages, faults,
    });
} finally {
    await browser.close();
}

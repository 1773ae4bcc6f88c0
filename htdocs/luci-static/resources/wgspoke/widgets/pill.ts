// What is the answer, in one line? A pill that says it in words, one sentence, and how old that is.

export type Tone = 'good' | 'bad' | 'todo' | 'unknown' | 'waiting';

export interface Answer {
	tone: Tone;
	/** The answer itself: 'Connected'. */
	pill: string;
	/** What works now, or what does not: a sentence; '' for none. */
	sentence: string;
	/** How old that is: 'checked 4 s ago'; '' for not said. */
	age: string;
}

/** A pill, which colour only repeats. */
export function pill(tone: Tone, text: string): HTMLElement {
	const spinner =
		tone === 'waiting' ? [E('span', { class: 'wgs-spin', 'aria-hidden': 'true' }, [])] : [];
	return E('span', { class: `wgs-pill wgs-pill-${tone}` }, [...spinner, text]);
}

/** The line; read aloud when its words change, but not each time its age does. `more` stands behind the age. */
export function answerLine(
	{ tone, pill: text, sentence, age }: Answer,
	more: LuciChild[] = []
): HTMLElement {
	return E('div', { class: 'wgs-answer', 'data-tone': tone }, [
		E('span', { role: 'status' }, [
			pill(tone, text),
			...(sentence === '' ? [] : [' ', E('strong', {}, [sentence])]),
		]),
		' ',
		E('span', { class: 'wgs-age' }, [age]),
		...(age === '' || more.length === 0 ? [] : [' · ']),
		...more,
	]);
}

// Which languages does LuCI know, and by which names?

/** Folders of po/ as luci.mk knows them: what LuCI calls the language, and how it is shown. */
export const LANGUAGES: Record<string, { code: string; title: string }> = {
	zh_Hans: { code: 'zh-cn', title: '简体中文 (Simplified Chinese)' },
	zh_Hant: { code: 'zh-tw', title: '正體中文 (Traditional Chinese)' },
	de: { code: 'de', title: 'Deutsch (German)' },
	es: { code: 'es', title: 'Español (Spanish)' },
	fr: { code: 'fr', title: 'Français (French)' },
	it: { code: 'it', title: 'Italiano (Italian)' },
	ja: { code: 'ja', title: '日本語 (Japanese)' },
	pl: { code: 'pl', title: 'Polski (Polish)' },
	pt_BR: { code: 'pt-br', title: 'Português do Brasil (Brazilian Portuguese)' },
	ru: { code: 'ru', title: 'Русский (Russian)' },
	uk: { code: 'uk', title: 'Українська (Ukrainian)' },
};

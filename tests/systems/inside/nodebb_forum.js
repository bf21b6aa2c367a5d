'use strict';

// Runs NodeBB from its own folder, and does what is posted to a second port on loopback as JSON: what another process
// wrote would not be seen, since NodeBB keeps the posts it has shown.
//
//     node nodebb_forum.js DEEDS_PORT      the configuration comes as environment variables

const http = require('http');
const {promisify} = require('util');

const root = process.cwd();
const load = name => require(`${root}/src/${name}`);

process.argv = [process.argv[0], `${root}/app.js`, ...process.argv.slice(2)];
require(`${root}/app.js`);

const boards = {};
const users = {};

function call(owner, name, ...words) {
	return promisify(owner[name].bind(owner))(...words);
}

async function userOf(name) {
	const known = users[name] || await call(load('user'), 'getUidByUsername', name);
	users[name] = known || await call(load('user'), 'create', {username: name, password: 'secret-secret'});
	return users[name];
}

async function boardOf(title) {
	if (!boards[title]) {
		boards[title] = (await call(load('categories'), 'create', {name: title, description: 'Of all sorts'})).cid;
	}
	return boards[title];
}

// As the editor of NodeBB writes it into a reply.
async function textOf(entry, pids) {
	if (!entry.quotes) {
		return entry.text;
	}
	const pid = pids[entry.quotes];
	const fields = await call(load('posts'), 'getPostFields', pid, ['content', 'uid', 'tid']);
	const who = await call(load('user'), 'getUserField', fields.uid, 'username');
	const title = await call(load('topics'), 'getTopicField', fields.tid, 'title');
	return `@${who} said in [${title}](/post/${pid}):\n> ${fields.content.split('\n').join('\n> ')}\n\n${entry.text}`;
}

const deeds = {
	async topic(deed) {
		const entry = deed.entry;
		const made = await call(load('topics'), 'post', {
			uid: await userOf(entry.author), cid: await boardOf(deed.board), title: deed.title, content: entry.text,
			timestamp: Date.parse(entry.at),
		});
		return made.postData.pid;
	},
	async reply(deed, pids) {
		const entry = deed.entry;
		const made = await call(load('topics'), 'reply', {
			uid: await userOf(entry.author), content: await textOf(entry, pids), timestamp: Date.parse(entry.at),
			tid: await call(load('posts'), 'getPostField', pids[deed.to] || deed.to, 'tid'),
		});
		return made.pid;
	},
	async edit(deed) {
		const uid = await call(load('posts'), 'getPostField', deed.id, 'uid');
		await call(load('posts'), 'edit', {uid, pid: deed.id, content: deed.text});
	},
	// The first post goes with its topic, for good; one that is only hidden leads guests to the login, as private ones do.
	async delete(deed) {
		const tid = await call(load('posts'), 'getPostField', deed.id, 'tid');
		const isFirst = await call(load('posts'), 'isMain', deed.id);
		if (isFirst) {
			await call(load('topics').tools, 'purge', tid, 1);
		} else {
			await call(load('posts').tools, 'delete', 1, deed.id);
		}
	},
	async hide(deed) {
		await call(load('topics').tools, 'delete', await call(load('posts'), 'getPostField', deed.id, 'tid'), 1);
	},
};

async function carryOut(said) {
	Object.assign(load('meta').config, {postDelay: 0, initialPostDelay: 0, newbiePostDelay: 0});
	const pids = {};
	for (const deed of said) {
		const pid = await deeds[deed.deed](deed, pids);
		if (pid) {
			pids[deed.key] = String(pid);
		}
	}
	return pids;
}

http.createServer((request, response) => {
	const parts = [];
	request.on('data', part => parts.push(part));
	request.on('end', () => {
		carryOut(JSON.parse(Buffer.concat(parts))).then(
			pids => response.end(JSON.stringify(pids)),
			error => response.writeHead(500).end(String(error && error.stack || error)),
		);
	});
}).listen(Number(process.argv[2]), '127.0.0.1');

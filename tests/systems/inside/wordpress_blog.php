<?php
// Runs WordPress from its folder: sets it up, or does what comes as JSON on stdin and prints the id of each entry.
//
//     php wordpress_blog.php FOLDER set-up ADDRESS THEME
//     php wordpress_blog.php FOLDER write < DEEDS
//     php wordpress_blog.php FOLDER password      nothing but a hash: see wordpress_site.py

[, $folder, $what] = $argv;
$_SERVER['HTTP_HOST'] = 'localhost';
$_SERVER['REQUEST_METHOD'] = 'GET';
if ($what === 'set-up') {
	define('WP_INSTALLING', true);
}
require "$folder/wp-load.php";

function set_up($address, $theme) {
	require_once ABSPATH . 'wp-admin/includes/upgrade.php';
	update_option('siteurl', $address);
	wp_install('Stars', 'admin', 'admin@blog.example', true, '', 'secret-secret');
	update_option('siteurl', $address);
	update_option('home', $address);
	update_option('permalink_structure', '/%year%/%monthnum%/%postname%/');
	update_option('timezone_string', 'UTC');
	update_option('blog_public', 1);
	update_option('comment_moderation', 0);
	update_option('comment_previously_approved', 0);
	switch_theme($theme);
	flush_rewrite_rules();
	wp_delete_post(1, true);
	wp_delete_post(2, true);
}

function author($name) {
	$known = get_user_by('login', $name);
	return $known ? $known->ID : wp_insert_user([
		'user_login' => $name, 'user_pass' => 'secret-secret', 'display_name' => $name, 'role' => 'author',
		'user_email' => "$name@blog.example",
	]);
}

function html($markdown) {
	$break = "<!-- wp:nextpage -->\n<!--nextpage-->\n<!-- /wp:nextpage -->"; // as the editor writes it
	$markdown = str_replace('<!--nextpage-->', $break, $markdown);
	$linked = preg_replace('/\[([^\]]+)\]\(([^)]+)\)/', '<a href="$2">$1</a>', $markdown);
	return preg_replace('/^(?!<!--)(.+)$/m', '<p>$1</p>', $linked);
}

function utc($at) {
	return gmdate('Y-m-d H:i:s', strtotime($at));
}

function topic($deed) {
	$entry = $deed['entry'];
	return wp_insert_post(wp_slash([
		'post_title' => $deed['title'], 'post_name' => $deed['key'], 'post_content' => html($entry['text']),
		'post_status' => 'publish', 'post_author' => author($entry['author']), 'comment_status' => 'open',
		'post_date' => utc($entry['at']), 'post_date_gmt' => utc($entry['at']),
	]), true);
}

// A comment as a reader leaves it: its links get the rel that they have in life.
function reply($deed, $ids) {
	$entry = $deed['entry'];
	$quoted = $entry['quotes'] ? get_comment(substr($ids[$entry['quotes']], 1))->comment_content : '';
	return 'c' . wp_insert_comment(wp_filter_comment(wp_slash([
		'comment_post_ID' => (int) ($ids[$deed['to']] ?? $deed['to']),
		'comment_author' => $entry['author'], 'comment_author_email' => "{$entry['author']}@blog.example",
		'comment_author_url' => '', 'comment_author_IP' => '127.0.0.1', 'comment_agent' => '', 'user_ID' => 0,
		'comment_content' => ($quoted ? "<blockquote>$quoted</blockquote>\n\n" : '') . html($entry['text']),
		'comment_date' => utc($entry['at']), 'comment_date_gmt' => utc($entry['at']), 'comment_approved' => 1,
		'comment_type' => 'comment',
	])));
}

function edit($deed) {
	return wp_update_post(wp_slash(['ID' => (int) $deed['id'], 'post_content' => html($deed['text'])]));
}

function remove($deed) {
	if ($deed['id'][0] === 'c') {
		wp_trash_comment(substr($deed['id'], 1));
	} else {
		wp_trash_post((int) $deed['id']);
	}
}

function carry_out($deeds) {
	kses_remove_filters();
	$ids = [];
	foreach ($deeds as $deed) {
		$done = match ($deed['deed']) {
			'topic' => topic($deed), 'reply' => reply($deed, $ids), 'edit' => edit($deed), 'delete' => remove($deed),
		};
		if (is_wp_error($done)) {
			fwrite(STDERR, $done->get_error_message());
			exit(1);
		}
		$ids[$deed['key']] = $done === null ? '' : (string) $done;
	}
	return $ids;
}

if ($what === 'set-up') {
	set_up($argv[3], $argv[4]);
} else {
	echo "\n" . json_encode((object) carry_out(json_decode(stream_get_contents(STDIN), true)));
}

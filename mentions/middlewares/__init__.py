"""What stands between the spiders and the web: manners towards hosts, and what is never asked for or believed."""

"""What happens without anybody waiting for it: consumers of the journal, jobs, the timetable."""

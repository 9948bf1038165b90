/** Which of our classes FullCalendar gives to what it draws. */
import type { CalendarOptions } from '@fullcalendar/react';
import classes from './Grid.module.css';

const both = (...names: (string | false | undefined)[]) => names.filter(Boolean).join(' ');

/** `isFree` says of a day, given as its first instant, that nobody works then. */
export function gridLook(isFree: (date: Date) => boolean): CalendarOptions {
  const cell = (date: Date, isToday: boolean, isOther = false) => both(classes.cell, isToday && classes.isToday, isOther && classes.isOther, !isToday && isFree(date) && classes.isFree);
  return {
    className: classes.calendar ?? '',
    viewClass: classes.view ?? '',
    tableHeaderClass: classes.header ?? '',
    dayHeaderRowClass: classes.cell ?? '',
    dayRowClass: classes.cell ?? '',
    slotHeaderRowClass: classes.cell ?? '',
    fillerClass: classes.filler ?? '',
    dayHeaderAlign: 'start',
    dayHeaderClass: ({ inPopover }) => both(classes.dayHeader, !inPopover && classes.cell),
    dayHeaderInnerClass: ({ isToday }) => both(classes.dayName, isToday && classes.isTodayName),
    dayHeaderDividerClass: classes.divider ?? '',
    allDayDividerClass: classes.divider ?? '',
    allDayHeaderClass: classes.slotHeader ?? '',
    allDayHeaderInnerClass: classes.slotName ?? '',
    dayCellClass: ({ date, isToday, isOther }) => cell(date, isToday, isOther),
    dayCellTopClass: classes.cellTop ?? '',
    dayCellTopInnerClass: ({ isToday }) => both(classes.dayNumber, isToday && classes.isTodayName),
    dayLaneClass: ({ date, isToday }) => cell(date, isToday),
    dayLaneInnerClass: classes.lane ?? '',
    slotLaneClass: ({ isMinor }) => both(classes.cell, isMinor && classes.isMinor),
    slotHeaderClass: ({ isMinor }) => both(classes.cell, classes.slotHeader, isMinor && classes.isMinor),
    slotHeaderInnerClass: classes.slotName ?? '',
    nowIndicatorLineClass: classes.now ?? '',
    nowIndicatorDotClass: classes.nowDot ?? '',
    navLinkClass: classes.dayLink ?? '',
    eventClass: ({ isDragging, isMirror }) => both(classes.event, isDragging && classes.isDragging, isMirror && classes.isMirror),
    rowEventClass: classes.rowEvent ?? '',
    columnEventClass: classes.columnEvent ?? '',
    listItemEventClass: classes.rowEvent ?? '',
    eventInnerClass: classes.inner ?? '',
    columnEventInnerClass: classes.columnInner ?? '',
    columnEventBeforeClass: ({ isStartResizable }) => both(isStartResizable && classes.upper),
    columnEventAfterClass: ({ isEndResizable }) => both(isEndResizable && classes.lower),
    moreLinkClass: classes.more ?? '',
    rowMoreLinkClass: classes.more ?? '',
    highlightClass: classes.highlight ?? '',
    popoverClass: classes.popover ?? '',
    popoverCloseClass: classes.popoverClose ?? '',
  };
}

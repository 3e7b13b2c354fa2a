"""Cards and pages onto paper: QtGui and QtPrintSupport, no widgets.

Everything is laid out once as plain marks and painted the same way on screen, in PDF and on the printer. To preview
and print cards:

    fonts.ensure_application()                       # command line only; a GUI has its application already
    imprint = imprint_of(library, user_data.local_values())
    made = sheets_for(cards, "half", imprint, paper="letter")     # SheetSet(sheets, faults)
    image = render_preview(made.sheets[0], dpi=110, color=True)   # QImage; any thread
    paint_sheet(painter, made.sheets[0], pixels_per_point, color=True)
    pdf.write_pdf(path, made.sheets, "Cards for law enforcement", color=True)

`faults` are PrintErrors with words for the reader; a card that cannot be printed is left out and named there.
Formats: letter, a4, half, index, wallet (formats.FORMAT_NAMES); paper: letter, a4, or card for index cards on
4 x 6 in stock. Layout, painting and sending may run on a worker thread; each thread has its own fonts.

    sheets = page_sheets(page, imprint, library.figure, paper="a4", role="LE", directory=library.directory)
    summary = batch.write_cards(library, cards, "half", folder, values, progress=tell, cancelled=event.is_set)
    found = device.printers()                        # asks the system: only when the reader wants to print
    device.missing_papers(name, sheets)              # before anything is sent
    ticket = device.print_sheets(name, sheets, title, color=True, duplex=False)
    device.outcome(ticket).words                     # what the system says became of the job
    fit.check(library)                               # every card in every format: faults and warnings

Who does what: marks (what stands on paper, as values), fonts and typesetting (measured words in lines), formats
(the measures), card_layout with chain, card_frame, card_body, blanks and foot (one card), wallet, wallet_cover and
cut_marks (what is cut or folded), sheets (cards on paper), page_print with page_blocks, page_tables, page_flow and
inline (pages on paper), painting (marks to a QPainter), pdf, device and cups_jobs (ways out), batch, fit, command.
"""

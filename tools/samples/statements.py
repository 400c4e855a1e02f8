# SPDX-License-Identifier: Apache-2.0
"""The tables of the annual report, made from figures.py."""
from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.units import mm
from reportlab.platypus import Spacer

import figures as f
from style import GREY, LIGHT, NAVY, TEAL, WIDTH, figure_table, paragraph, text_table

PAIR = [WIDTH - 75 * mm, 15 * mm, 30 * mm, 30 * mm]
YEAR = ["$ in millions, year ended 31 December", "Note", "2025", "2024"]


def _with_notes(rows):
    """Rows without a note of their own get an empty cell for it: ("item", label, (a, b), note)."""
    made = []
    for kind, label, *rest in rows:
        pair, note = (rest + ["", ""])[:2] if rest else ((), "")
        made.append((kind, label, note or "", *pair) if pair else (kind, label))
    return made


def _statement(head, rows, *notes):
    table = figure_table(head, _with_notes(rows), PAIR, tinted=2)
    return [table, *(paragraph(note, "note") for note in notes), Spacer(1, 8)]


def income_statement():
    return _statement(YEAR, [
        ("item", "Revenue", f.revenue, "1"), ("item", "Cost of sales", f.cost_of_sales),
        ("total", "Gross profit", f.gross_profit),
        ("item", "Research and development expenses", f.research),
        ("item", "Selling and distribution expenses", f.selling),
        ("item", "Administrative expenses", f.administrative),
        ("item", "Restructuring costs<super>(a)</super>", f.restructuring),
        ("total", "Operating profit", f.operating_profit, "1"),
        ("item", "Finance income", f.finance_income), ("item", "Finance costs", f.finance_costs, "3"),
        ("total", "Profit before tax", f.profit_before_tax),
        ("item", "Income tax expense", f.income_tax),
        ("grand", "Profit for the year", f.profit),
        ("group", "Attributable to:"),
        ("sub", "Owners of the parent", f.owners_profit), ("sub", "Non-controlling interests", f.minority_profit),
        ("group", "Earnings per share (in cents)<super>(b)</super>"),
        ("sub", "Basic", f.earnings_per_share), ("sub", "Diluted", f.diluted_earnings),
    ], "<super>(a)</super> Closure of the Gullsand assembly site, of which $3.4 million for severance and $1.2 million "
       "for dismantling and removal.",
       "<super>(b)</super> Calculated on a weighted average of 96.5 million shares (2024: 96.2 million), diluted "
       "97.7 million (2024: 97.3 million).")


def comprehensive_income():
    return [paragraph("Consolidated statement of comprehensive income", "h2"), *_statement(YEAR, [
        ("item", "Profit for the year", f.profit),
        ("group", "Items that may be reclassified to profit or loss"),
        ("sub", "Exchange differences on translating foreign operations", f.translation),
        ("group", "Items that will not be reclassified"),
        ("sub", "Remeasurement of pension obligations, after tax", f.pension_remeasured),
        ("grand", "Total comprehensive income for the year", f.comprehensive_income),
    ])]


def balance_sheet():
    return _statement(["$ in millions, as at 31 December", *YEAR[1:]], [
        ("group", "Non-current assets"),
        ("sub", "Goodwill", f.goodwill, "2"), ("sub", "Other intangible assets<super>(c)</super>", f.intangibles),
        ("sub", "Property, plant and equipment", f.property_plant), ("sub", "Right-of-use assets", f.right_of_use),
        ("sub", "Deferred tax assets", f.deferred_tax_assets),
        ("total", "Total non-current assets", f.non_current_assets),
        ("group", "Current assets"),
        ("sub", "Inventories", f.inventories), ("sub", "Trade and other receivables", f.receivables),
        ("sub", "Current tax receivable", f.tax_receivable), ("sub", "Cash and cash equivalents", f.cash),
        ("total", "Total current assets", f.current_assets),
        ("grand", "Total assets", f.total_assets),
        ("group", "Current liabilities"),
        ("sub", "Trade and other payables", f.payables), ("sub", "Contract liabilities", f.contract_liabilities),
        ("sub", "Borrowings", f.borrowings_current, "3"), ("sub", "Lease liabilities", f.leases_current),
        ("sub", "Provisions<super>(d)</super>", f.provisions),
        ("total", "Total current liabilities", f.current_liabilities),
        ("group", "Non-current liabilities"),
        ("sub", "Borrowings", f.borrowings_later, "3"), ("sub", "Lease liabilities", f.leases_later),
        ("sub", "Deferred tax liabilities", f.deferred_tax_liabilities), ("sub", "Pension obligations", f.pension),
        ("total", "Total non-current liabilities", f.non_current_liabilities),
        ("total", "Total liabilities", f.total_liabilities),
        ("group", "Equity"),
        ("sub", "Share capital", f.share_capital), ("sub", "Share premium", f.share_premium),
        ("sub", "Translation reserve", f.translation_reserve), ("sub", "Retained earnings", f.retained_earnings),
        ("total", "Equity attributable to owners of the parent", f.owners_equity),
        ("sub", "Non-controlling interests", f.minority_equity),
        ("total", "Total equity", f.total_equity),
        ("grand", "Total liabilities and equity", f.total_assets),
    ], "<super>(c)</super> Including capitalised development costs of $23.8 million (2024: $20.9 million).",
       "<super>(d)</super> Including $2.6 million for the closure of Gullsand, expected to be paid by June 2026.",
       "Approved by the Board on 26 February 2026 and signed on its behalf by Tomas Verhallen and Priya Ashdown-Rao.")


def cash_flow():
    return _statement(YEAR, [
        ("group", "Operating activities"),
        ("item", "Operating profit", f.operating_profit),
        ("sub", "Depreciation of property, plant, equipment and leases", f.depreciation),
        ("sub", "Amortisation of intangible assets", f.amortisation),
        ("sub", "Share-based payments", f.share_payments),
        ("sub", "Decrease (increase) in inventories", f.inventories_change),
        ("sub", "Increase in trade and other receivables", f.receivables_change),
        ("sub", "Increase in payables and contract liabilities", f.payables_change),
        ("sub", "Increase (decrease) in provisions", f.provisions_change),
        ("sub", "Contributions to pension schemes", f.pension_contributions),
        ("total", "Cash generated from operations", f.cash_generated),
        ("item", "Income tax paid", f.tax_paid),
        ("total", "Net cash from operating activities", f.operating_cash),
        ("group", "Investing activities"),
        ("sub", "Purchase of property, plant and equipment", f.property_bought),
        ("sub", "Capitalised development costs", f.development_capitalised),
        ("sub", "Acquisition of subsidiary, net of cash acquired", f.acquisition, "2"),
        ("sub", "Proceeds from the sale of property", f.property_sold), ("sub", "Interest received", f.finance_income),
        ("total", "Net cash used in investing activities", f.investing_cash),
        ("group", "Financing activities"),
        ("sub", "Repayment of borrowings", f.repayments, "3"),
        ("sub", "Principal part of lease payments", f.lease_payments),
        ("sub", "Interest paid", f.interest_paid), ("sub", "Dividends paid to shareholders", f.dividends_paid, "4"),
        ("total", "Net cash used in financing activities", f.financing_cash),
        ("total", "Net decrease in cash and cash equivalents", f.cash_change),
        ("item", "Cash and cash equivalents at 1 January", f.opening_cash),
        ("item", "Effect of changes in exchange rates", f.currency_on_cash),
        ("grand", "Cash and cash equivalents at 31 December", f.cash),
    ])


def segment_note():
    """One block per measure, its segments below it, as the group's own note on segments would be set."""
    blocks = [("Revenue from external customers", f.segment_revenue, None, f.revenue),
              ("Segment profit", f.segment_profit, None, f.plus(*f.segment_profit)),
              ("Depreciation and amortisation", f.segment_depreciation, "Central", f.plus(*f.segment_depreciation)),
              ("Capital expenditure<super>(e)</super>", f.segment_capital, "Central", f.plus(*f.segment_capital)),
              ("Order book at 31 December", f.order_book, None, f.plus(*f.order_book))]
    rows = []
    for name, values, centre, total in blocks:
        rows.append(("group", name))
        rows += [("sub", label, pair) for label, pair in zip([*f.segments, centre], values)]
        rows.append(("total", "Group" if name != "Segment profit" else "Total segment profit", total))
        if name == "Segment profit":
            rows += [("item", "Central costs", f.central_costs), ("item", "Restructuring costs", f.restructuring),
                     ("total", "Operating profit", f.operating_profit)]
    return _statement(YEAR, rows, "<super>(e)</super> Property, plant and equipment and capitalised development.")


def _signed(value):
    return f"{value:.1f}%" if value >= 0 else f"({-value:.1f})%"


def segment_summary():
    rows = []
    for name, sales, gain in zip(f.segments, f.segment_revenue, f.segment_profit):
        rows.append(("item", name, sales[0], sales[1], _signed(100 * (sales[0] / sales[1] - 1)), gain[0], gain[1],
                     _signed(100 * gain[0] / sales[0])))
    gain = f.plus(*f.segment_profit)
    rows.append(("grand", "Total of segments", *f.revenue, _signed(100 * (f.revenue[0] / f.revenue[1] - 1)), *gain,
                 _signed(100 * gain[0] / f.revenue[0])))
    head = ["$ in millions", "Revenue\n2025", "Revenue\n2024", "Change", "Profit\n2025", "Profit\n2024", "Margin\n2025"]
    return [figure_table(head, rows, [WIDTH - 126 * mm] + [21 * mm] * 6)]


def regions():
    rows = [("item", name, *pair, _signed(100 * pair[0] / f.revenue[0])) for name, pair in f.regions]
    rows.append(("grand", "Revenue of the Group", *f.revenue, "100.0%"))
    head = ["Revenue by location of customer, $ in millions", "2025", "2024", "Share 2025"]
    return [figure_table(head, rows, [WIDTH - 81 * mm] + [27 * mm] * 3)]


def risk_table():
    rows = [["Risk", "Likelihood", "Effect on profit", "Change in 2025", "Owner"],
            ["1. Postponed port projects", "High", "$4 to 8 million", "Higher", "Head of Mooring and Berthing"],
            ["2. Fixed-price contracts", "Medium", "$2 to 5 million", "Lower", "Chief Financial Officer"],
            ["3. Dependence on single suppliers", "Medium", "$3 to 6 million", "Lower", "Head of Operations"],
            ["4. Cyber security", "Medium", "$5 to 15 million", "Higher", "Chief Technology Officer"],
            ["5. Failure of a product", "Low", "Above $15 million", "Unchanged", "Chief Executive Officer"],
            ["8. Climate and the sea", "Medium", "$1 to 3 million", "Higher", "Head of Operations"]]
    return [text_table(rows, [5, 2, 3, 2.6, 4.2])]


def attendance():
    rows = [["Director", "Role", "Board", "Audit", "Remuneration", "Nomination"],
            ["Marguerite Oduya-Lisle", "Chair", "8 of 8", "–", "–", "3 of 3"],
            ["Tomas Verhallen", "Chief Executive Officer", "8 of 8", "–", "–", "–"],
            ["Priya Ashdown-Rao", "Chief Financial Officer", "8 of 8", "–", "–", "–"],
            ["Elspeth Maro", "Chair of the Audit Committee", "7 of 7", "5 of 5", "–", "3 of 3"],
            ["Kenji Halloran", "Chair of the Remuneration Committee", "7 of 8", "5 of 5", "4 of 4", "–"],
            ["Dr Aurelio Finch-Santos", "Senior Independent Director", "8 of 8", "–", "4 of 4", "2 of 3"],
            ["Sunniva Brathwaite", "Non-executive director", "6 of 8", "4 of 5", "4 of 4", "–"]]
    return [paragraph("Meetings attended in 2025, of those held while a member", "caption"),
            text_table(rows, [4.8, 5.6, 1.7, 1.7, 2.8, 2.5])]


def calendar():
    rows = [["2025", "The year in brief"],
            ["January", "The TG-40 radar tide gauge is launched. A flood closes the Corrow Point factory."],
            ["February", "Elspeth Maro joins the Board."],
            ["March", "Lanternbay Software joins the Group."],
            ["June", "215 wave buoys are recalled because of a faulty mooring swivel."],
            ["August", "The Board decides to close the assembly site at Gullsand."],
            ["October", "Port Amsel orders laser docking systems for nine berths."],
            ["December", "The Saltmere operations room takes charge of its 5,400th instrument."]]
    return [text_table(rows, [1, 6])]


def targets():
    rows = [["What we measure", "Result 2024", "Target 2025", "Result 2025", "Target 2026"],
            ["Recurring revenue, share of revenue", "27%", "30%", "31%", "34%"],
            ["Deliveries on the promised day", "87%", "95%", "83%", "95%"],
            ["Renewal rate of service agreements", "95%", "95%", "96%", "96%"],
            ["Lost-time accidents per 200,000 hours", "0.44", "0.40", "0.31", "0.30"],
            ["Carbon dioxide equivalent, tonnes", "11,140", "10,200", "9,800", "8,900"]]
    return [paragraph("Targets and results", "caption"), text_table(rows, [5, 2, 2, 2, 2])]


def acquisition():
    rows = [("item", name, value) for name, value in f.acquired]
    rows += [("total", "Net assets acquired", f.acquired_net_assets), ("item", "Goodwill", f.acquired_goodwill),
             ("grand", "Consideration, paid in cash", f.consideration)]
    return [figure_table(["$ in millions, at 3 March 2025", "Fair value"], rows, [WIDTH - 60 * mm, 30 * mm])]


def borrowings():
    return _statement(["$ in millions, as at 31 December", *YEAR[1:]], [
        ("item", "Term loan, floating rate, due June 2029<super>(f)</super>", f.term_loan),
        ("item", "Senior notes, 4.85%, due 2031", f.notes_due_2031),
        ("total", "Total borrowings", f.borrowings),
        ("item", "Lease liabilities", f.leases),
        ("item", "Cash and cash equivalents", tuple(-x for x in f.cash)),
        ("grand", "Net debt", f.net_debt),
    ], "<super>(f)</super> Interest is 1.55% above the reference rate. $12.0 million falls due in 2026.")


def five_years():
    rows = [("group", "Results, $ in millions"), ("item", "Revenue", *f.five_revenue),
            ("item", "Research and development expenses", *f.five_research),
            ("item", "Operating profit", *f.five_operating),
            ("item", "Operating margin", *(f"{value:.1f}%" for value in f.five_margin)),
            ("item", "Profit for the year", *f.five_profit),
            ("group", "Cash and debt, $ in millions"), ("item", "Cash generated from operations", *f.five_cash),
            ("item", "Net debt at 31 December", *f.five_net_debt),
            ("group", "Per share, in cents"), ("item", "Basic earnings", *f.five_earnings),
            ("item", "Dividend", *f.five_dividend),
            ("group", "People"), ("item", "Employees at 31 December", *(f"{value:,}" for value in f.five_people))]
    return [figure_table(["", *map(str, f.years)], rows, [WIDTH - 105 * mm] + [21 * mm] * 5), Spacer(1, 6)]


def highlights():
    rows = [("item", "Revenue, $ in millions", *f.revenue, "8.9%"),
            ("item", "Operating profit, $ in millions", *f.operating_profit, "(0.2)%"),
            ("item", "Profit for the year, $ in millions", *f.profit, "3.7%"),
            ("item", "Cash generated from operations, $ in millions", *f.cash_generated, "24.9%"),
            ("item", "Basic earnings per share, in cents", *f.earnings_per_share, "3.1%"),
            ("item", "Dividend per share, in cents", *f.dividend_cents, "6.9%"),
            ("item", "Order book at 31 December, $ in millions", *f.plus(*f.order_book), "16.6%")]
    return [figure_table(["Financial highlights", "2025", "2024", "Change"], rows, [WIDTH - 81 * mm] + [27 * mm] * 3),
            Spacer(1, 10)]


def chart():
    drawing, step = Drawing(WIDTH, 52 * mm), WIDTH / 5
    for place, (year, value) in enumerate(zip(reversed(f.years), reversed(f.five_revenue))):
        height, left = value * 0.26, place * step + step * 0.2
        drawing.add(Rect(left, 14, step * 0.6, height, fillColor=TEAL if year == 2025 else LIGHT, strokeColor=None))
        drawing.add(String(left + step * 0.3, 18 + height, f"{value:.1f}", fontName="Sans-Bold", fontSize=9,
                           fillColor=NAVY, textAnchor="middle"))
        drawing.add(String(left + step * 0.3, 2, str(year), fontName="Sans", fontSize=8.6, fillColor=GREY,
                           textAnchor="middle"))
    drawing.add(Line(0, 14, WIDTH, 14, strokeColor=NAVY, strokeWidth=0.8))
    return [paragraph("Revenue, $ in millions", "caption"), drawing, Spacer(1, 6)]


def all_tables():
    makers = (income_statement, comprehensive_income, balance_sheet, cash_flow, segment_note, segment_summary, regions,
              risk_table, attendance, calendar, targets, acquisition, borrowings, five_years, highlights, chart)
    return {maker.__name__: maker() for maker in makers}
